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
        LedgerEntry.WalletsMerged merged => OfMerge(merged.From, merged.Into, books),
        LedgerEntry.CardReissued reissued => OfReissue(reissued, books),
        LedgerEntry.HoldOverdue overdue when !books.Settlements.Counts(overdue.Terminal, overdue.Held()) =>
            $"no hold {overdue.Held()} of {overdue.Terminal} is open and counts",
        LedgerEntry.EraRaised raised when raised.Era <= books.Era => $"era {raised.Era} after era {books.Era}",
        _ => null,
    };

    private static string? OfCards(ValueList<NewCard> cards, LedgerBooks books)
    {
        var tokens = new HashSet<CardToken>();
        foreach (var card in cards)
        {
            if (books.Knows(card.Card) || !tokens.Add(card.Card))
                return $"card {card.Card} is there already";
            if (books.WalletOf(card.Wallet) is { } wallet && wallet != card.Wallet)
                return $"card {card.Card}: wallet {card.Wallet} was merged into {wallet}";
            if (card.Balances.Any(balance => balance.Amount.IsNegative || !balance.Asset.Category.IsMoney()))
                return $"card {card.Card}: expected balances not below zero, of assets that have one";
        }
        return NextBalances.After(cards.SelectMany(card => card.Opening()), books.BalanceOf).Flaw;
    }

    private static string? OfMerge(WalletId from, WalletId into, LedgerBooks books)
    {
        foreach (var wallet in new[] { from, into })
            if (!books.Knows(wallet))
                return books.WalletOf(wallet) is { } now
                    ? $"wallet {wallet} was merged into {now} before"
                    : $"there is no wallet {wallet}";
        return from == into
            ? $"wallet {from} into itself"
            : NextBalances.After(Bookkeeping.Merge(from, into, books), books.BalanceOf).Flaw;
    }

    private static string? OfReissue(LedgerEntry.CardReissued reissued, LedgerBooks books) =>
        !books.Knows(reissued.Lost) ? $"there is no card {reissued.Lost}"
        : books.Knows(reissued.Card) ? $"card {reissued.Card} is there already"
        : books.IsReissued(reissued.Lost) ? $"card {reissued.Lost} was re-issued before"
        : null;

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
        foreach (var asset in booked.Postings.GroupBy(posting => posting.Asset))
            if (asset.Aggregate(Int128.Zero, (sum, posting) => sum + posting.Amount.MinorUnits) is var sum && sum != 0)
                return $"{what}: its postings of {asset.Key} sum up to {sum}; expected 0";
        foreach (var posting in booked.Postings)
            if (posting.Account.IsWallet(out var wallet) && !books.Knows(wallet))
                return $"{what}: there is no {posting.Account}";
        return NextBalances.After(booked.Postings, books.BalanceOf).Flaw is { } flaw ? $"{what}: {flaw}" : null;
    }
}
