namespace CloudBridge.Ledger;

/// <summary>An entry that is to be stored.</summary>
/// <param name="Entry">It.</param>
/// <param name="Postings">What it moves between the accounts of the books that it is added to.</param>
internal sealed record DraftedEntry(LedgerEntry Entry, IReadOnlyList<Posting> Postings);
