using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>The books as a list shows them: enough to say later what has changed since.</summary>
/// <param name="Version">The list's.</param>
/// <param name="Revision">Of the books.</param>
/// <param name="Keys">The version of the terminals' keys that it goes with; 0: there are none.</param>
/// <param name="Awaited">How much there had been that somebody waits for.</param>
/// <param name="Changed">How many changes of cards there had been.</param>
/// <param name="Heard">How many changes of watermarks.</param>
/// <param name="SpokenFor">What it takes off balances.</param>
/// <param name="History">Which history it belongs to.</param>
internal sealed record ListedBooks(
    ListVersion Version, long Revision, long Keys, long Awaited, long Changed, long Heard, Deductions SpokenFor,
    Nonce History)
{
    public static ListedBooks Of(LedgerBooks books, ListVersion version, Nonce history) => new(
        version,
        books.CardsRevision,
        books.KeysVersion,
        books.Awaited,
        books.CardBook.Changed.End,
        books.Heard,
        books.SpokenFor(),
        history);

    /// <summary>Is it the last that was made, by whomever?</summary>
    public bool IsLast(LedgerBooks books) => Version == books.LastList && Version.Era == books.Era;

    /// <summary>Does it show the books as they are?</summary>
    public bool IsCurrent(LedgerBooks books) =>
        IsLast(books) && Revision == books.CardsRevision && Keys == books.KeysVersion;

    /// <summary>Does it show them as they are, and all that terminals have written?</summary>
    public bool IsSame(LedgerBooks books) => IsCurrent(books) && Heard == books.Heard;

    /// <summary>What another list of these books shows otherwise; null: nobody knows any more.</summary>
    /// <param name="now">The later one.</param>
    /// <param name="books">As the later one shows them.</param>
    public ListChanges? ChangesIn(ListedBooks now, LedgerBooks books)
    {
        if (books.CardBook.Changed.Since(Changed) is not { } cards)
            return null;
        // One that was merged into another since has no cards any more, and that other one has changed.
        foreach (var wallet in now.SpokenFor.OtherThan(SpokenFor).Where(books.Knows))
            cards.UnionWith(books.CardBook.CardsOf(wallet));
        cards.RemoveWhere(card => !books.Knows(card));
        return new ListChanges(cards, books.HeardSince(Heard));
    }
}
