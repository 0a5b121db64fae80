using System.Text.Json.Serialization.Metadata;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A record took of an asset what its wallet did not have of it, and other assets of that wallet stand in, in the order
/// of spending. What the wallet has in all stays as it is.
/// </summary>
/// <param name="Site">The site.</param>
/// <param name="To">The ledger itself: it is kept in its log.</param>
/// <param name="Terminal">Whose record …</param>
/// <param name="Epoch">… in which epoch …</param>
/// <param name="Sequence">… and place.</param>
/// <param name="Hash">Of the record's line.</param>
/// <param name="Shifts">One or more.</param>
public sealed record Reallocation(
    SiteId Site,
    Addressee To,
    TerminalId Terminal,
    long Epoch,
    long Sequence,
    Digest Hash,
    ValueList<Shift> Shifts) : ISignedMessage<Reallocation>
{
    /// <inheritdoc/>
    public static JwsType Type => LedgerObject.Reallocation;

    /// <inheritdoc/>
    public static JsonTypeInfo<Reallocation> Json => LedgerJson.Default.Reallocation;

    /// <summary>Both sides of each shift, for each asset.</summary>
    internal IEnumerable<Posting> Postings() => Shifts.SelectMany(shift => shift.Postings());

    /// <inheritdoc/>
    public string? Flaw() =>
        Shifts.Count == 0 || Shifts.Any(shift => !shift.Amount.IsPositive || shift.From == shift.For)
            ? "shifts: expected some, each of more than nothing and between two assets"
            : null;
}

/// <summary>So much of one asset stands in for another.</summary>
/// <param name="Wallet">Whose.</param>
/// <param name="From">What the wallet gives …</param>
/// <param name="For">… for what it lacked.</param>
/// <param name="Amount">How much, above zero.</param>
public sealed record Shift(WalletId Wallet, AssetId From, AssetId For, Money Amount)
{
    internal IEnumerable<Posting> Postings()
    {
        var wallet = Account.Of(Wallet);
        yield return new Posting(wallet, From, -Amount);
        yield return new Posting(Account.Reallocated, From, Amount);
        yield return new Posting(Account.Reallocated, For, -Amount);
        yield return new Posting(wallet, For, Amount);
    }
}
