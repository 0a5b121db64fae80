namespace CloudBridge.Ledger;

/// <summary>Cards of a file, which may be a million.</summary>
internal static class NewCards
{
    /// <summary>Of one line of the log: whoever wants to know of one of them reads it.</summary>
    private const int MostTogether = 500;

    /// <summary>Adds all of them with one change.</summary>
    public static void Add(LedgerDraft draft, IEnumerable<NewCard> cards)
    {
        foreach (var some in cards.Chunk(MostTogether))
            draft.Add(new LedgerEntry.CardsAdded([.. some]));
    }
}
