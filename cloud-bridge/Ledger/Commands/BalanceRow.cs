using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>One balance: the columns of the file that cards are seeded from.</summary>
internal sealed record BalanceRow(string Uid, CardClass Class, CardState State, AssetId Asset, Money Amount);
