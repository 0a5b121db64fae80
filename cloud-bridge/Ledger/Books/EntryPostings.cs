namespace CloudBridge.Ledger;

/// <summary>What each entry of the log moves between accounts.</summary>
internal static class EntryPostings
{
    /// <summary>Both sides of all of it; nothing for most kinds.</summary>
    /// <param name="entry">It.</param>
    /// <param name="books">Before it.</param>
    public static IReadOnlyList<Posting> Of(LedgerEntry entry, LedgerBooks books) => entry switch
    {
        LedgerEntry.CardsAdded added => [.. added.Cards.SelectMany(card => card.Opening())],
        LedgerEntry.WalletsMerged merged => [.. Merging.Postings(merged.From, merged.Into, books)],
        LedgerEntry.RecordBooked booked => booked.Postings,
        LedgerEntry.ForkBooked fork => fork.Record.Postings,
        LedgerEntry.WalletRefilled refilled => refilled.Postings(),
        LedgerEntry.WalletRefunded refunded => refunded.Postings(),
        LedgerEntry.SuspenseSettled settled => settled.Postings(),
        _ => [],
    };
}
