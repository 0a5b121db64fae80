using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card as it is added.</summary>
/// <param name="Card">Its token; its UID stays in the vault.</param>
/// <param name="Wallet">The wallet that it points to.</param>
/// <param name="Class">What it is enrolled as.</param>
/// <param name="State">Ok or blocked.</param>
/// <param name="Balances">What is on it.</param>
/// <param name="Entitlements">Its guest's memberships and tickets, with their dates.</param>
/// <param name="Age">What is known of its guest's age.</param>
/// <param name="Language">In which displays speak to its guest; null: in their own.</param>
public sealed record NewCard(
    CardToken Card,
    WalletId Wallet,
    CardClass Class,
    CardState State,
    ValueList<AssetAmount> Balances,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    ValueList<Entitlement> Entitlements = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] AgeClass Age = AgeClass.Unknown,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LanguageTag? Language = null)
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
