using System.Text.Json.Serialization;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Where money is. Every entry takes from some accounts what it gives to others, so all accounts together are always
/// zero.
/// </summary>
[JsonConverter(typeof(AccountConverter))]
public readonly record struct Account : IComparable<Account>
{
    private const string WalletPrefix = "wallet/";
    private const string SuspensePrefix = "suspense/";
    private readonly string? text;

    private Account(string text) => this.text = text;

    /// <summary>Where opening balances come from: below zero by what the wallets got.</summary>
    public static Account Issued { get; } = new("issued");

    /// <summary>
    /// Where an asset that stood in for another went, and the other came from: each asset's sum stays as it is.
    /// </summary>
    public static Account Reallocated { get; } = new("reallocated");

    /// <summary>A guest's wallet.</summary>
    public static Account Of(WalletId wallet) => new(WalletPrefix + wallet);

    /// <summary>What a terminal sold.</summary>
    public static Account SalesOf(TerminalId terminal) => new($"sales/{terminal}");

    /// <summary>Cash that staff took or gave at a terminal.</summary>
    public static Account CashOf(TerminalId terminal) => new($"cash/{terminal}");

    /// <summary>Deposits given back at a terminal.</summary>
    public static Account DepositsOf(TerminalId terminal) => new($"deposits/{terminal}");

    /// <summary>
    /// Who paid at the ledger, below zero by what the wallets got: the till, the bank, another system. A gift comes
    /// from where opening balances do.
    /// </summary>
    public static Account PaidBy(PaymentSource source) =>
        source == PaymentSource.Gift ? Issued : new($"payments/{PaymentSources.NameOf(source)}");

    /// <summary>Money of a card for which somebody has to decide where it belongs.</summary>
    public static Account SuspenseOf(CardToken card) => new(SuspensePrefix + card);

    /// <summary>Does somebody have to decide where it belongs?</summary>
    public bool IsSuspense => text?.StartsWith(SuspensePrefix, StringComparison.Ordinal) == true;

    /// <summary>The same, and whose card's it is.</summary>
    public bool IsSuspenseOf(out CardToken card)
    {
        card = default;
        return IsSuspense && CardToken.TryParse(text.AsSpan(SuspensePrefix.Length), out card);
    }

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(string text, out Account account)
    {
        account = new Account(text);
        return text.Length > 0;
    }

    /// <summary>Is it a wallet, and which?</summary>
    public bool IsWallet(out WalletId wallet)
    {
        wallet = default;
        return text is not null && text.StartsWith(WalletPrefix, StringComparison.Ordinal) &&
            WalletId.TryParse(text.AsSpan(WalletPrefix.Length), out wallet);
    }

    /// <inheritdoc/>
    public int CompareTo(Account other) => string.CompareOrdinal(text, other.text);

    /// <summary>The text form.</summary>
    public override string ToString() => text ?? "";
}
