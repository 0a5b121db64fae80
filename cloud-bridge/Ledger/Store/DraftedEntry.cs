namespace CloudBridge.Ledger;

/// <summary>An entry that is to be stored, with what the books that it is added to make of it.</summary>
/// <param name="Entry">It.</param>
/// <param name="Postings">What it moves between accounts.</param>
/// <param name="GapFirst">The first record of the gap that it closes; 0: it closes none, or others have its places.
/// </param>
internal sealed record DraftedEntry(LedgerEntry Entry, IReadOnlyList<Posting> Postings, long GapFirst)
{
    /// <param name="entry">It.</param>
    /// <param name="books">Before it.</param>
    public static DraftedEntry Of(LedgerEntry entry, LedgerBooks books) => new(
        entry,
        EntryPostings.Of(entry, books),
        entry is LedgerEntry.GapClosed gap ? books.Terminal(gap.Terminal).FirstGivenUp(gap) : 0);
}
