namespace CloudBridge.Contract;

/// <summary>What one staff card did between two closings.</summary>
/// <param name="Staff">Whose.</param>
/// <param name="Asset">What the guests' cards got.</param>
/// <param name="Refills">How many.</param>
/// <param name="Refilled">Cash that must be in the drawer.</param>
/// <param name="Items">Deposits that were taken back: how many.</param>
/// <param name="Returned">What was given to cards for them.</param>
public sealed record StaffCash(
    CardToken Staff, AssetId Asset, long Refills, Money Refilled, long Items, Money Returned);
