using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card as it is added.</summary>
/// <param name="Card">Its token; its UID stays in the vault.</param>
/// <param name="Wallet">The wallet that it points to.</param>
/// <param name="Class">What it is enrolled as.</param>
/// <param name="State">Ok or blocked.</param>
/// <param name="Balances">What is on it.</param>
public sealed record NewCard(
    CardToken Card, WalletId Wallet, CardClass Class, CardState State, ValueList<AssetAmount> Balances)
{
    /// <summary>Both sides of what is on it.</summary>
    internal IEnumerable<Posting> Opening()
    {
        foreach (var balance in Balances)
        {
            yield return new Posting(Account.Of(Wallet), balance.Asset, balance.Amount);
            yield return new Posting(Account.Issued, balance.Asset, -balance.Amount);
        }
    }
}
