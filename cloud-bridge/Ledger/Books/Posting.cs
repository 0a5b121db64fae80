using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>One side of a booking.</summary>
/// <param name="Account">Where.</param>
/// <param name="Asset">What.</param>
/// <param name="Amount">Above zero: given to the account. Below: taken from it.</param>
public sealed record Posting(Account Account, AssetId Asset, Money Amount);
