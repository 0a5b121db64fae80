using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Money that came to a wallet or left it at the ledger, and not at a terminal.</summary>
/// <param name="Card">Whose.</param>
/// <param name="Wallet">Its wallet then.</param>
/// <param name="Asset">Of what.</param>
/// <param name="Amount">How much, above zero.</param>
/// <param name="Source">How it was paid, or paid out.</param>
/// <param name="AtMilliseconds">When, by the ledger's time, since 1970-01-01T00:00:00Z.</param>
/// <param name="Reference">What whoever moved it calls it; null: nothing.</param>
public sealed record LedgerPayment(
    CardToken Card,
    WalletId Wallet,
    AssetId Asset,
    Money Amount,
    PaymentSource Source,
    long AtMilliseconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null)
{
    /// <summary>Characters (UTF-16 units) of a reference.</summary>
    public const int LongestReference = 100;

    /// <summary>For an act: what, whose, and how.</summary>
    public override string ToString() =>
        $"{Amount} {Asset} of card {Card}, wallet {Wallet}, {PaymentSources.NameOf(Source)}" +
        (Reference is null ? "" : $" {Reference}");

    /// <summary>Both sides.</summary>
    /// <param name="amount">Above zero: the wallet gets it.</param>
    internal ValueList<Posting> Postings(Money amount) =>
    [
        new Posting(Account.Of(Wallet), Asset, amount),
        new Posting(Account.PaidBy(Source), Asset, -amount),
    ];

    /// <summary>What is wrong with it whatever the books have; null: nothing.</summary>
    internal string? Flaw() =>
        !Amount.IsPositive ? "amount: expected more than nothing, in minor units"
        : !Asset.Category.IsMoney() ? $"asset {Asset}: expected one that has balances"
        : IsEuro && Source == PaymentSource.Gift
            ? $"source gift: expected cash, cardPayment or external for {Asset}, which somebody paid"
        : Reference is { } text && (text.Length is 0 or > LongestReference || text.Any(char.IsControl))
            ? $"reference: expected 1 to {LongestReference} characters, none of them a control character"
        : null;

    /// <summary>The same, of one that is paid out.</summary>
    internal string? FlawAsRefund() =>
        IsEuro ? Flaw() : $"asset {Asset}: expected TLF or FED; what nobody paid for is not paid out";

    private bool IsEuro => Asset.Category is AssetCategory.Local or AssetCategory.Federated;
}
