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
    private readonly CardBook cards = new();
    private readonly Accounts accounts = new();
    private readonly Dictionary<TerminalId, TerminalBook> terminals = [];
    private readonly List<Suspended> suspended = [];
    private readonly HashSet<(TerminalId, Digest)> forks = [];

    /// <summary>How many cards there are.</summary>
    public int CardCount => cards.Count;

    /// <summary>All terminals.</summary>
    public IEnumerable<TerminalBook> Terminals =>
        terminals.Values.OrderBy(book => book.Terminal.ToString(), StringComparer.Ordinal);

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> Balances => accounts.All;

    /// <summary>What somebody must look at.</summary>
    public IReadOnlyList<Suspended> Suspended => suspended;

    /// <summary>Different records that came for a place that had another.</summary>
    public int Forks => forks.Count;

    /// <summary>The last list that was made; null: none.</summary>
    public ListVersion? LastList { get; private set; }

    /// <summary>The era: a ledger that was restored from a backup begins a new one.</summary>
    public long Era { get; private set; } = 1;

    /// <summary>Goes up with each change that a card list would show.</summary>
    public long CardsRevision => cards.Revision;

    /// <summary>Is a record kept that came for a place that had another?</summary>
    public bool KnowsFork(TerminalId terminal, Digest hash) => forks.Contains((terminal, hash));

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => cards.Knows(card);

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => cards.WalletOf(card);

    /// <summary>Is there such a wallet?</summary>
    public bool Knows(WalletId wallet) => cards.Knows(wallet);

    /// <summary>The wallet that goes by this name now, after merges; null when there never was one.</summary>
    public WalletId? WalletOf(WalletId name) => cards.WalletOf(name);

    /// <summary>Was its wallet given another card?</summary>
    public bool IsReissued(CardToken card) => cards.IsReissued(card);

    /// <summary>Assets that a wallet ever had.</summary>
    internal IEnumerable<AssetId> AssetsOf(WalletId wallet) => cards.AssetsOf(wallet);

    /// <summary>A terminal, when it is enrolled.</summary>
    public bool TryFind(TerminalId terminal, [NotNullWhen(true)] out TerminalBook? book) =>
        terminals.TryGetValue(terminal, out book);

    /// <summary>What later records may settle.</summary>
    internal Settlements Settlements { get; } = new();

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => accounts.BalanceOf(account, asset);

    /// <summary>What a list says that a wallet has of an asset: what is booked, less what is set aside.</summary>
    public Money ListedOf(WalletId wallet, AssetId asset)
    {
        var account = Account.Of(wallet);
        var free = BalanceOf(account, asset).MinorUnits - Settlements.HeldOf(account, asset);
        return new Money((long)Int128.Clamp(free, -Money.Limit, Money.Limit));
    }

    /// <summary>Every card as a list shows it now.</summary>
    public IReadOnlyCollection<CardEntry> Cards() => [.. cards.Tokens.Select(card => Find(card)!)];

    /// <summary>One card as a list shows it now; null when there is none.</summary>
    public CardEntry? Find(CardToken card) => cards.Find(card, ListedOf);

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
            case LedgerEntry.TerminalEnrolled enrolled:
                terminals.TryAdd(enrolled.Terminal, new TerminalBook(enrolled.Terminal));
                terminals[enrolled.Terminal].Enrol(enrolled, keys ?? Es256Keys.Instance);
                break;
            case LedgerEntry.RecordBooked booked:
                Book(booked);
                break;
            case LedgerEntry.RecordForked forked:
                forks.Add((forked.Terminal, Bookkeeping.HashOf(forked)));
                break;
            case LedgerEntry.ListMade made:
                LastList = new ListVersion(made.Era, made.Version);
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
            case LedgerEntry.EraRaised raised:
                Era = raised.Era;
                break;
        }
    }

    private void Book(LedgerEntry.RecordBooked booked)
    {
        var book = terminals[booked.Terminal];
        book.Extend(booked);
        Post(booked.Postings);
        if (booked.Suspense is { } why)
            suspended.Add(new Suspended(booked.Terminal, booked.Position(), why));
        if (Bookkeeping.Read(booked) is { } record)
        {
            Note(record, book);
            Settle(record, booked.Postings);
        }
    }

    /// <summary>What a record opens and closes besides money that moves.</summary>
    private void Settle(JournalRecord record, ValueList<Posting> postings)
    {
        var name = record.Reissues?.Position() ?? record.Position;
        Account AccountOf(Payment payment) => Bookkeeping.AccountOf(payment.Card, payment.Wallet, this);
        if (Settling.Note(record, name, postings, AccountOf, Settlements))
            cards.Change();
        if (record.Fact is Fact.Hold { Payment: var held } && AccountOf(held).IsWallet(out var wallet))
            cards.Note(wallet, held.Parts.Select(part => part.Asset));
    }

    /// <summary>What a fact tells of cards and wallets besides money.</summary>
    private void Note(JournalRecord record, TerminalBook book)
    {
        if (record.Fact is Fact.Sale sale)
            cards.Note(sale, book.Limits.DayOf(record.Stamp.WallMilliseconds));
        if (record.Fact is Fact.CardBlocked blocked)
            cards.Block(blocked.Card);
        if (record.Fact.Counter() is { } reading)
            cards.Note(reading);
    }

    private void Post(ValueList<Posting> postings)
    {
        accounts.Post(postings);
        cards.Note(postings);
    }

    private void Merge(WalletId from, WalletId into)
    {
        accounts.Post([.. Bookkeeping.Merge(from, into, this)]);
        Settlements.Merge(Account.Of(from), Account.Of(into));
        cards.Merge(from, into);
    }

    private void LetGo(LedgerEntry.HoldOverdue overdue)
    {
        Settlements.LetGo(overdue.Terminal, overdue.Held());
        cards.Change();
        suspended.Add(new Suspended(overdue.Terminal, overdue.Held(), "a hold that nothing has closed in time"));
    }
}
