using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>The books as a list shows them.</summary>
/// <param name="Version">The list's.</param>
/// <param name="Revision">Of the books.</param>
/// <param name="Keys">The version of the terminals' keys that it goes with; 0: there are none.</param>
/// <param name="Awaited">How much there had been that somebody waits for.</param>
/// <param name="Seen">When it was made.</param>
/// <param name="History">Which history it belongs to.</param>
internal sealed record ListedBooks(
    ListVersion Version, long Revision, long Keys, long Awaited, SeenBooks Seen, Nonce History)
{
    public static ListedBooks Of(LedgerBooks books, ListVersion version, Nonce history) => new(
        version,
        books.CardsRevision,
        books.KeysVersion,
        books.Awaited,
        SeenBooks.Of(books),
        history);

    /// <summary>Is it the last that was made, by whomever?</summary>
    public bool IsLast(LedgerBooks books) => Version == books.LastList && Version.Era == books.Era;

    /// <summary>Does it show the books as they are?</summary>
    public bool IsCurrent(LedgerBooks books) =>
        IsLast(books) && Revision == books.CardsRevision && Keys == books.KeysVersion;

    /// <summary>Does it show them as they are, and all that terminals have written?</summary>
    public bool IsSame(LedgerBooks books) => IsCurrent(books) && Seen.Heard == books.Heard;
}
