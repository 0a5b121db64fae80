using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What happened to a card, as the log has it: what terminals wrote, what was done at the ledger.</summary>
internal static class RecentRecords
{
    /// <summary>Logs of earlier builds have lines with a million cards, which nobody should read for one.</summary>
    private const int MostTogether = 1_000;

    /// <summary>What is known of a card, the last first.</summary>
    /// <param name="store">Whose log.</param>
    /// <param name="card">Which.</param>
    /// <param name="most">So many lines of the log at most.</param>
    public static IReadOnlyList<RecentRecord> Of(ILedgerStore store, CardToken card, int most)
    {
        var numbers = store.Read(books => books.History.Last(card, most));
        var entries = store.EntriesAt([.. numbers.Order()]);
        return store.Read(books => entries.SelectMany(entry => RowsOf(entry, card, books)).Reverse().ToList());
    }

    /// <summary>Cards of which an entry tells.</summary>
    /// <param name="entry">It; of a terminal's record: <see cref="CardsOf(Fact)"/>.</param>
    /// <param name="books">As they are before it.</param>
    public static IEnumerable<CardToken> CardsOf(LedgerEntry entry, LedgerBooks books) => entry switch
    {
        LedgerEntry.CardsAdded added when added.Cards.Count <= MostTogether => added.Cards.Select(card => card.Card),
        LedgerEntry.CounterSet set => [set.Card],
        LedgerEntry.CardReissued reissued => [reissued.Lost, reissued.Card],
        LedgerEntry.WalletsMerged merged =>
            books.CardBook.CardsOf(merged.From).Concat(books.CardBook.CardsOf(merged.Into)),
        LedgerEntry.CardChanged changed => [changed.Card],
        LedgerEntry.SuspenseSettled settled => books.Knows(settled.Wallet)
            ? books.CardBook.CardsOf(settled.Wallet).Prepend(settled.Card)
            : [settled.Card],
        LedgerEntry.WalletRefilled refilled => [refilled.Payment.Card],
        LedgerEntry.WalletRefunded refunded => [refunded.Payment.Card],
        _ => [],
    };

    /// <summary>Cards of which a fact tells.</summary>
    public static IEnumerable<CardToken> CardsOf(Fact fact) =>
        fact.Movements().Select(movement => movement.Card).Concat(NamedBy(fact).Cards).Distinct();

    private static IEnumerable<RecentRecord> RowsOf(
        LedgerEntry entry, CardToken card, LedgerBooks books) => entry switch
    {
        LedgerEntry.RecordBooked booked => RowsOf(booked, card, books),
        LedgerEntry.ForkBooked fork => RowsOf(fork.Record, card, books),
        LedgerEntry.CardsAdded added =>
            [AtLedger("cardAdded", card, TimeOf(added), added.Cards.First(one => one.Card == card).Balances)],
        LedgerEntry.CounterSet => [AtLedger("counterSet", card, null)],
        LedgerEntry.CardReissued reissued =>
            [AtLedger(reissued.Lost == card ? "cardLost" : "cardReissued", card, TimeOf(reissued))],
        LedgerEntry.WalletsMerged merged => [AtLedger("walletsMerged", card, TimeOf(merged))],
        LedgerEntry.CardChanged changed =>
        [
            AtLedger(
                changed.State == CardState.Blocked ? "ledgerBlock" : "cardChanged", card, changed.AtMilliseconds) with
            {
                Note = changed.Note,
            },
        ],
        LedgerEntry.SuspenseSettled settled =>
        [
            AtLedger(
                "suspenseSettled",
                card,
                TreasurerAct.ReadStored(settled.Act).OrThrow().AtMilliseconds,
                // Another's wallet may have paid for what this card has in suspense.
                books.WalletOf(card) == books.WalletOf(settled.Wallet)
                    ? [new AssetAmount(settled.Asset, settled.Amount)]
                    : []),
        ],
        LedgerEntry.WalletRefilled { Payment: var payment } =>
            [AtLedger("ledgerRefill", card, payment.AtMilliseconds, [new AssetAmount(payment.Asset, payment.Amount)])],
        LedgerEntry.WalletRefunded { Payment: var payment } =>
            [AtLedger("ledgerRefund", card, payment.AtMilliseconds, [new AssetAmount(payment.Asset, -payment.Amount)])],
        _ => [],
    };

    private static IEnumerable<RecentRecord> RowsOf(LedgerEntry.RecordBooked booked, CardToken card, LedgerBooks books)
    {
        if (StoredLine.Find(booked.Line) is not { } line || line.FactOrNull() is not { } fact)
            yield break;
        var head = line.Head;
        var (others, reason) = NamedBy(fact);
        yield return new RecentRecord(
            card,
            head.Kind,
            head.Stamp.WallMilliseconds,
            head.Terminal,
            head.Position.ToString(),
            [
                .. fact.Movements().Where(movement => movement.Card == card)
                    .Select(movement => new AssetAmount(movement.Asset, movement.Amount)),
            ],
            others.Contains(card) ? reason : null)
        {
            IsTrusted = head.Stamp.Trusted, CameMilliseconds = booked.AtMilliseconds,
        };
        if (Otherwise(booked, fact, card, books) is { Count: > 0 } otherwise)
            yield return AtLedger(
                booked.Postings.Count == 0 ? "notBooked"
                : booked.Postings.Any(row => row.Account.IsSuspenseOf(out var whose) && whose == card) ? "suspense"
                : "reallocation",
                card,
                booked.AtMilliseconds,
                otherwise);
    }

    /// <summary>
    /// What came to the card's wallet less what the fact says: another asset stood in, or it waits in suspense.
    /// </summary>
    private static ValueList<AssetAmount> Otherwise(
        LedgerEntry.RecordBooked booked, Fact fact, CardToken card, LedgerBooks books)
    {
        var all = fact.Movements().ToList();
        var said = all.Where(movement => movement.Card == card).ToList();
        var isAlone = said.Count == all.Count;
        // By the names of then, and of now.
        var wallets = said.Select(movement => movement.Wallet).Append(books.WalletOf(card)).ToHashSet();
        // Another card of the same wallet has its own row.
        var together = all.Where(movement =>
            movement.Card == card || movement.Wallet is not null && wallets.Contains(movement.Wallet));
        return
        [
            .. booked.Postings
                .Where(posting => posting.Account.IsWallet(out var wallet) && (isAlone || wallets.Contains(wallet)))
                .Select(posting => (posting.Asset, posting.Amount))
                .Concat(together.Select(movement => (movement.Asset, Amount: -movement.Amount)))
                .GroupBy(row => row.Asset, row => row.Amount.MinorUnits)
                .Select(sums => new AssetAmount(sums.Key, new Money(sums.Sum())))
                .Where(sum => sum.Amount != Money.Zero),
        ];
    }

    private static RecentRecord AtLedger(
        string kind, CardToken card, long? atMilliseconds, ValueList<AssetAmount> amounts = default) =>
        new(card, kind, atMilliseconds, null, null, amounts, null);

    private static long? TimeOf(IKeyedEntry entry) => entry.Request?.AtMilliseconds;

    private static (CardToken[] Cards, int? Reason) NamedBy(Fact fact) => fact switch
    {
        Fact.Refusal { Card: { } card, Reason: var reason } => ([card], (int)reason),
        Fact.CardBlocked blocked => ([blocked.Card], null),
        Fact.Entry entry => ([entry.Card], null),
        Fact.Exit exit => ([exit.Card], null),
        Fact.Sale sale => ([sale.Card], null),
        _ => ([], null),
    };
}
