namespace CloudBridge.Contract;

/// <summary>
/// How far a card of one class is trusted without the ledger. Sums are per wallet, over debits above the list's
/// watermark.
/// </summary>
/// <param name="FreshLimit">The most unlisted debits while the list is fresh.</param>
/// <param name="OfflineLimit">The most unlisted debits while it is stale.</param>
/// <param name="FloorLimit">The most that one tap may cost.</param>
/// <param name="FirstUseLimit">The most that a never used card may spend at once while the list is not fresh.</param>
/// <param name="VelocityTaps">At most so many approved taps of a wallet …</param>
/// <param name="VelocitySeconds">… within so many seconds.</param>
public sealed record ClassLimits(
    Money FreshLimit, Money OfflineLimit, Money FloorLimit, Money FirstUseLimit, int VelocityTaps, int VelocitySeconds)
{
    /// <summary>Terminals remember no more taps of a wallet than this …</summary>
    public const int MostVelocityTaps = 100;

    /// <summary>… and for no longer.</summary>
    public const int MostVelocitySeconds = 24 * 3600;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() =>
        FreshLimit.IsNegative || OfflineLimit.IsNegative || FloorLimit.IsNegative || FirstUseLimit.IsNegative
            ? "limits: expected not below zero"
            : VelocityTaps is < 1 or > MostVelocityTaps || VelocitySeconds is < 1 or > MostVelocitySeconds
                ? $"velocity: expected 1 to {MostVelocityTaps} taps, 1 to {MostVelocitySeconds} seconds"
            : null;
}
