namespace CloudBridge.Contract;

/// <summary>What each check of dates or hours does when the time is not trusted.</summary>
public sealed record UntrustedTimeRules(
    UntrustedTimeChoice Expiry,
    UntrustedTimeChoice Entitlement,
    UntrustedTimeChoice Window,
    UntrustedTimeChoice Allowance)
{
    /// <summary>The choice for a check.</summary>
    public UntrustedTimeChoice For(TimedCheck check) => check switch
    {
        TimedCheck.Expiry => Expiry,
        TimedCheck.Entitlement => Entitlement,
        TimedCheck.Window => Window,
        TimedCheck.Allowance => Allowance,
        _ => throw new ArgumentOutOfRangeException(nameof(check)),
    };
}
