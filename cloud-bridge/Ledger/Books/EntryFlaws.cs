using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Why books cannot take an entry. Asked before an entry is stored, and before one that was read is believed: an entry
/// in the log that cannot be folded would end every process that reads it.
/// </summary>
internal static class EntryFlaws
{
    /// <returns>The end of a sentence; null when the books can take it.</returns>
    public static string? Of(LedgerEntry entry, LedgerBooks books) => entry switch
    {
        LedgerEntry.CardsAdded added => OfCards(added.Cards, books),
        LedgerEntry.TerminalEnrolled enrolled => OfKey(enrolled),
        LedgerEntry.RecordBooked booked => OfRecord(booked, books),
        LedgerEntry.CounterSet set when !books.Knows(set.Card) => $"there is no card {set.Card}",
        LedgerEntry.CounterSet set when !CounterReading.IsPossible(set.Value) =>
            $"a counter of {set.Value}; expected 0 to {CounterReading.Highest}",
        LedgerEntry.EraRaised raised when raised.Era <= books.Era => $"era {raised.Era} after era {books.Era}",
        _ => null,
    };

    private static string? OfCards(ValueList<NewCard> cards, LedgerBooks books)
    {
        var tokens = new HashSet<CardToken>();
        foreach (var card in cards)
            if (books.Knows(card.Card) || !tokens.Add(card.Card))
                return $"card {card.Card} is there already";
        return NextBalances.After(cards.SelectMany(card => card.Opening()), books.BalanceOf).Flaw;
    }

    private static string? OfKey(LedgerEntry.TerminalEnrolled enrolled)
    {
        if (!PublicKey.Read(enrolled.Key).Succeeded(out var key, out var error))
            return $"terminal {enrolled.Terminal}: {error.Detail}";
        key.Dispose();
        return null;
    }

    private static string? OfRecord(LedgerEntry.RecordBooked booked, LedgerBooks books)
    {
        var what = $"record {booked.Position()} of {booked.Terminal}";
        if (!books.TryFind(booked.Terminal, out var book) || book.Chain(booked.Epoch) is not { } chain)
            return $"{what}: the terminal or its epoch is not enrolled";
        if (booked.Sequence != chain.Sequence + 1)
            return $"{what}: it does not follow {chain.Epoch}/{chain.Sequence}";
        foreach (var posting in booked.Postings)
            if (posting.Account.IsWallet(out var wallet) && !books.Knows(wallet))
                return $"{what}: there is no {posting.Account}";
        return NextBalances.After(booked.Postings, books.BalanceOf).Flaw is { } flaw ? $"{what}: {flaw}" : null;
    }
}
