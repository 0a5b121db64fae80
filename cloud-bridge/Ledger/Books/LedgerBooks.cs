using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Cards, wallets, terminals and balances, folded from the log's entries and changed by nothing else. One thread at a
/// time.
/// </summary>
/// <param name="keys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
public sealed class LedgerBooks(IKeyReader? keys = null)
{
    private readonly IKeyReader keys = keys ?? Es256Keys.Instance;
    private readonly CardBook cards = new();
    private readonly Accounts accounts = new();
    private readonly Dictionary<TerminalId, TerminalBook> terminals = [];
    private readonly Reconciliation reconciliation = new();
    private long parkings;

    /// <summary>How many cards there are.</summary>
    public int CardCount => cards.Count;

    /// <summary>All terminals.</summary>
    public IEnumerable<TerminalBook> Terminals =>
        terminals.Values.OrderBy(book => book.Terminal.ToString(), StringComparer.Ordinal);

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> Balances => accounts.All;

    /// <summary>What somebody must look at or has looked at, in order.</summary>
    public IReadOnlyList<ReconciliationRow> Rows => reconciliation.Rows;

    /// <summary>Different records that came for a place that had another.</summary>
    public int Forks => terminals.Values.Sum(book => book.Forks.Count);

    /// <summary>The last list that was made; null: none.</summary>
    public ListVersion? LastList { get; private set; }

    /// <summary>The era: a ledger that was restored from a backup begins a new one.</summary>
    public long Era { get; private set; } = 1;

    /// <summary>The version of the terminals' keys: one that was used names the same keys for ever. 0: none.</summary>
    public long KeysVersion { get; private set; }

    /// <summary>The last moment of the last period that was closed, since 1970-01-01T00:00:00Z; -1: none was.</summary>
    public long ClosedThroughMilliseconds { get; private set; } = -1;

    /// <summary>Goes up with each change that a card list would show.</summary>
    public long CardsRevision => cards.Revision + parkings;

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => cards.Knows(card);

    /// <summary>Is there such a wallet?</summary>
    public bool Knows(WalletId wallet) => cards.Knows(wallet);

    /// <summary>Does this site have such an asset?</summary>
    public bool Knows(AssetId asset) => cards.Knows(asset);

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => cards.WalletOf(card);

    /// <summary>The wallet that goes by this name now, after merges; null when there never was one.</summary>
    public WalletId? WalletOf(WalletId name) => cards.WalletOf(name);

    /// <summary>The wallet whose money a card gives or gets; null when the ledger does not know it.</summary>
    /// <param name="card">The card.</param>
    /// <param name="named">The wallet that the terminal named; null when it did not know the card.</param>
    public WalletId? WalletOf(CardToken card, WalletId? named) =>
        named is { } name ? WalletOf(name) : WalletOf(card);

    /// <summary>Was its wallet given another card?</summary>
    public bool IsReissued(CardToken card) => cards.IsReissued(card);

    /// <summary>Assets that a wallet ever had.</summary>
    public IEnumerable<AssetId> AssetsOf(WalletId wallet) => cards.AssetsOf(wallet);

    /// <summary>A terminal, when it is enrolled.</summary>
    public bool TryFind(TerminalId terminal, [NotNullWhen(true)] out TerminalBook? book) =>
        terminals.TryGetValue(terminal, out book);

    /// <summary>A terminal that is enrolled.</summary>
    internal TerminalBook Terminal(TerminalId terminal) => terminals[terminal];

    /// <summary>What later records may settle.</summary>
    internal Settlements Settlements { get; } = new();

    /// <summary>A row of the reconciliation; null when there is none of this number.</summary>
    internal ReconciliationRow? FindRow(long number) => reconciliation.Find(number);

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => accounts.BalanceOf(account, asset);

    /// <summary>Every card as a list shows it now.</summary>
    public IReadOnlyCollection<CardEntry> Cards()
    {
        var deductions = SpokenFor();
        return [.. cards.Tokens.Select(card => Find(card, deductions)!)];
    }

    /// <summary>One card as a list shows it now; null when there is none.</summary>
    public CardEntry? Find(CardToken card) => Find(card, SpokenFor());

    /// <summary>How far each terminal's records are in these balances.</summary>
    public IEnumerable<Watermark> Watermarks() =>
        from book in Terminals
        from chain in book.Chains
        select new Watermark(book.Terminal, chain.Epoch, chain.Sequence);

    /// <summary>Folds one entry in which there is no flaw: <see cref="EntryFlaws"/>.</summary>
    internal void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case LedgerEntry.CardsAdded added:
                foreach (var card in added.Cards)
                    cards.Add(card);
                Post([.. added.Cards.SelectMany(card => card.Opening())]);
                break;
            case LedgerEntry.CounterSet set:
                cards.SetCounter(set.Card, set.Value);
                break;
            case LedgerEntry.WalletsMerged merged:
                Merge(merged.From, merged.Into);
                break;
            case LedgerEntry.CardReissued reissued:
                cards.Reissue(reissued.Lost, reissued.Card, reissued.Class);
                break;
            case LedgerEntry.HoldOverdue overdue:
                LetGo(overdue);
                break;
            case LedgerEntry.TerminalEnrolled enrolled:
                Enrol(enrolled);
                break;
            case LedgerEntry.EpochGranted granted:
                terminals[granted.Terminal].Grant(granted.Epoch);
                break;
            case LedgerEntry.RecordBooked booked:
                Book(booked, isBeside: false);
                break;
            case LedgerEntry.ForkBooked fork:
                Book(fork.Record, isBeside: true);
                break;
            case LedgerEntry.RecordForked forked:
                Keep(forked);
                break;
            case LedgerEntry.RecordParked parked:
                Park(parked);
                break;
            case LedgerEntry.GapClosed closed:
                CloseGap(closed);
                break;
            case LedgerEntry.PeriodClosed closed:
                ClosedThroughMilliseconds = closed.ThroughMilliseconds;
                break;
            case LedgerEntry.RowClosed closed:
                reconciliation.Close(closed.Row, TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
                break;
            case LedgerEntry.ListMade made:
                LastList = new ListVersion(made.Era, made.Version);
                break;
            case LedgerEntry.EraRaised raised:
                // What a backup lacks may have used up the next versions.
                (Era, KeysVersion) = (raised.Era, Math.Max(KeysVersion + 1, raised.Era));
                break;
        }
    }

    private void Enrol(LedgerEntry.TerminalEnrolled enrolled)
    {
        if (!terminals.TryGetValue(enrolled.Terminal, out var book))
            terminals.Add(enrolled.Terminal, book = new TerminalBook(enrolled.Terminal));
        var before = book.Key?.KeyId;
        book.Enrol(enrolled, keys);
        if (book.Key!.KeyId != before)
            KeysVersion++;
    }

    private void Book(LedgerEntry.RecordBooked booked, bool isBeside)
    {
        var book = terminals[booked.Terminal];
        var line = StoredLine.Find(booked.Line);
        if (book.Parked.Has(booked.Hash))
            parkings++;
        var saying = line is null ? Saying.First : book.SayingOf(line.Head, booked.Hash, isBeside);
        book.Take(booked, line?.Head, isBeside);
        Post(booked.Postings);
        foreach (var finding in EarlierBuilds.FindingsOf(booked))
            reconciliation.Add(finding.Kind, booked.Terminal, booked.Position(), finding.What);
        if (saying == Saying.Again || line is null || !line.Head.ReadFact().Succeeded(out var fact, out _))
            return;
        if (saying == Saying.First)
            Note(fact, line.Head.Stamp, book);
        if (Settling.Settles(fact, saying, isBeside))
            Settle(fact, line.Head, booked.Postings);
    }

    /// <summary>What a record opens and closes besides money that moves.</summary>
    private void Settle(Fact fact, RecordHead record, ValueList<Posting> postings)
    {
        var name = record.Reissues?.Position() ?? record.Position;
        if (Settling.Note(fact, record.Terminal, name, postings, AccountOf, Settlements))
            cards.Change();
        if (fact is Fact.Hold { Payment: var held } && AccountOf(held).IsWallet(out var wallet))
            cards.Note(wallet, held.Parts.Select(part => part.Asset));
    }

    private Account AccountOf(Payment payment) => WalletOf(payment.Card, payment.Wallet) is { } wallet
        ? Account.Of(wallet)
        : Account.SuspenseOf(payment.Card);

    /// <summary>What a fact tells of cards and wallets besides money.</summary>
    private void Note(Fact fact, Stamp stamp, TerminalBook book)
    {
        if (fact is Fact.Sale sale)
            cards.Note(sale, book.Limits.DayOf(stamp.WallMilliseconds));
        if (fact is Fact.CardBlocked blocked)
            cards.Block(blocked.Card);
        if (fact.Counter() is { } reading)
            cards.Note(reading);
    }

    private void Keep(LedgerEntry.RecordForked forked)
    {
        var book = terminals[forked.Terminal];
        if (StoredLine.Find(forked.Line) is not { } line)
            return;
        book.Forks.Keep(line.Signed.Hash());
        reconciliation.Add(
            RowKind.Fork, forked.Terminal, line.Head.Position, "another record has its place; this one is not booked");
    }

    private void Park(LedgerEntry.RecordParked parked)
    {
        var line = StoredLine.Read(parked.Line).OrThrow();
        terminals[parked.Terminal].Parked.Add(ParkedLine.Of(line.Head, line.Signed));
        parkings++;
    }

    private void CloseGap(LedgerEntry.GapClosed closed)
    {
        var chain = terminals[closed.Terminal].Chain(closed.Epoch)!;
        var first = new RecordPosition(closed.Epoch, chain.Sequence + 1);
        chain.CloseGap(closed.Through, closed.Hash);
        reconciliation.Add(
            RowKind.Gap,
            closed.Terminal,
            first,
            $"records {first} through {closed.Epoch}/{closed.Through} did not come",
            TreasurerAct.ReadStored(closed.Act).OrThrow().Closing());
    }

    private void Post(ValueList<Posting> postings)
    {
        accounts.Post(postings);
        cards.Note(postings);
    }

    private void Merge(WalletId from, WalletId into)
    {
        accounts.Post([.. Merging.Postings(from, into, this)]);
        Settlements.Merge(Account.Of(from), Account.Of(into));
        cards.Merge(from, into);
    }

    private void LetGo(LedgerEntry.HoldOverdue overdue)
    {
        Settlements.LetGo(overdue.Terminal, overdue.Held());
        cards.Change();
        reconciliation.Add(
            RowKind.HoldOverdue, overdue.Terminal, overdue.Held(), "a hold that nothing has closed in time");
    }

    private CardEntry? Find(CardToken card, Deductions deductions) =>
        cards.Find(card, (wallet, assets) => deductions.Listed(wallet, assets, FreeOf));

    /// <summary>What is booked, less what is set aside.</summary>
    private Int128 FreeOf(Account account, AssetId asset) =>
        BalanceOf(account, asset).MinorUnits - Settlements.HeldOf(account, asset);

    /// <summary>What records take that wait for others: it will be booked.</summary>
    private Deductions SpokenFor()
    {
        var deductions = new Deductions();
        foreach (var book in terminals.Values)
            foreach (var line in book.Parked.All.Where(line => !book.Forks.IsDone(line.Said)))
                foreach (var claim in line.Claims)
                    if (WalletOf(claim.Card, claim.Wallet) is { } wallet)
                        deductions.Add(wallet, claim.Asset, -claim.Amount);
        return deductions;
    }
}
