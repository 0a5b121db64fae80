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
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Flaw() =>
        FreshLimit.IsNegative || OfflineLimit.IsNegative || FloorLimit.IsNegative || FirstUseLimit.IsNegative
            ? "limits: expected not below zero"
            : VelocityTaps < 1 || VelocitySeconds < 1 ? "velocity: expected from 1 tap, from 1 second" : null;
}
