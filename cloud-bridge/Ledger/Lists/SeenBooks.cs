namespace CloudBridge.Ledger;

/// <summary>The books at a moment: enough to say later what lists show otherwise since.</summary>
/// <param name="Changed">How many changes of cards there had been.</param>
/// <param name="Heard">How many changes of watermarks.</param>
/// <param name="SpokenFor">What is taken off balances.</param>
internal sealed record SeenBooks(long Changed, long Heard, Deductions SpokenFor)
{
    public static SeenBooks Of(LedgerBooks books) => new(books.CardBook.Changed.End, books.Heard, books.SpokenFor());

    /// <summary>What a list of these books shows otherwise; null: nobody knows any more.</summary>
    /// <param name="now">A later moment.</param>
    /// <param name="books">As they are then.</param>
    public ListChanges? ChangesIn(SeenBooks now, LedgerBooks books)
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
