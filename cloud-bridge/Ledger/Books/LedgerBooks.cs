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
    private readonly Dictionary<CardToken, CardEntry> cards = [];
    private readonly Dictionary<WalletId, WalletBook> wallets = [];
    private readonly Dictionary<TerminalId, TerminalBook> terminals = [];
    private readonly Dictionary<(Account Account, AssetId Asset), Money> balances = [];
    private readonly Dictionary<CardToken, long> counters = [];
    private readonly List<Suspended> suspended = [];
    private readonly HashSet<(TerminalId, Digest)> forks = [];

    /// <summary>How many cards there are.</summary>
    public int CardCount => cards.Count;

    /// <summary>All terminals.</summary>
    public IEnumerable<TerminalBook> Terminals =>
        terminals.Values.OrderBy(book => book.Terminal.ToString(), StringComparer.Ordinal);

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> Balances => balances
        .Where(row => row.Value != Money.Zero)
        .OrderBy(row => row.Key.Account).ThenBy(row => row.Key.Asset)
        .Select(row => new Posting(row.Key.Account, row.Key.Asset, row.Value));

    /// <summary>What somebody must look at.</summary>
    public IReadOnlyList<Suspended> Suspended => suspended;

    /// <summary>Different records that came for a place that had another.</summary>
    public int Forks => forks.Count;

    /// <summary>The last list that was made; null: none.</summary>
    public ListVersion? LastList { get; private set; }

    /// <summary>The era: a ledger that was restored from a backup begins a new one.</summary>
    public long Era { get; private set; } = 1;

    /// <summary>Goes up with each change that a card list would show.</summary>
    public long CardsRevision { get; private set; }

    /// <summary>Is a record kept that came for a place that had another?</summary>
    public bool KnowsFork(TerminalId terminal, Digest hash) => forks.Contains((terminal, hash));

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => cards.ContainsKey(card);

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => cards.TryGetValue(card, out var entry) ? entry.Wallet : null;

    /// <summary>Is there such a wallet?</summary>
    public bool Knows(WalletId wallet) => wallets.ContainsKey(wallet);

    /// <summary>A terminal, when it is enrolled.</summary>
    public bool TryFind(TerminalId terminal, [NotNullWhen(true)] out TerminalBook? book) =>
        terminals.TryGetValue(terminal, out book);

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => balances.GetValueOrDefault((account, asset));

    /// <summary>Every card as a list shows it now.</summary>
    public IReadOnlyCollection<CardEntry> Cards() => [.. cards.Values.Select(AsListed)];

    /// <summary>One card as a list shows it now; null when there is none.</summary>
    public CardEntry? Find(CardToken card) => cards.TryGetValue(card, out var entry) ? AsListed(entry) : null;

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
                    Add(card);
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
                counters[set.Card] = set.Value;
                CardsRevision++;
                break;
            case LedgerEntry.EraRaised raised:
                Era = raised.Era;
                break;
        }
    }

    private void Add(NewCard card)
    {
        cards.Add(card.Card, new CardEntry(card.Card, card.Wallet, card.State, card.Class, [], EverUsed: false));
        wallets.TryAdd(card.Wallet, new WalletBook());
        CardsRevision++;
    }

    private void Book(LedgerEntry.RecordBooked booked)
    {
        var book = terminals[booked.Terminal];
        book.Extend(booked);
        Post(booked.Postings);
        if (booked.Suspense is { } why)
            suspended.Add(new Suspended(booked.Terminal, booked.Position(), why));
        if (booked.Postings.Count > 0)
            CardsRevision++;
        if (Bookkeeping.Read(booked) is { } record)
            Note(record, book);
    }

    /// <summary>What a fact tells of cards and wallets besides money.</summary>
    private void Note(JournalRecord record, TerminalBook book)
    {
        if (record.Fact is Fact.Sale sale && WalletOf(sale.Card) is { } buyer)
            wallets[buyer].Use(sale, book.Limits.DayOf(record.Stamp.WallMilliseconds));
        if (record.Fact is Fact.CardBlocked blocked && cards.TryGetValue(blocked.Card, out var card))
        {
            cards[blocked.Card] = card with { State = CardState.Blocked };
            CardsRevision++;
        }
        if (record.Fact.Counter() is { } reading)
            Note(reading);
    }

    /// <summary>Also of a card that is not there yet: what it showed before it was added never counts again.</summary>
    private void Note(CounterReading reading)
    {
        if (counters.TryGetValue(reading.Card, out var highest) && highest >= reading.Value)
            return;
        counters[reading.Card] = reading.Value;
        CardsRevision++;
    }

    private void Post(ValueList<Posting> postings)
    {
        foreach (var row in NextBalances.After(postings, BalanceOf).Rows.ToList())
            balances[(row.Account, row.Asset)] = row.Amount;
        foreach (var posting in postings)
            if (posting.Account.IsWallet(out var id))
            {
                wallets[id].Assets.Add(posting.Asset);
                wallets[id].EverUsed |= posting.Amount.IsNegative;
            }
    }

    private CardEntry AsListed(CardEntry card)
    {
        var wallet = wallets[card.Wallet];
        return card with
        {
            EverUsed = wallet.EverUsed,
            AllowancesUsed = wallet.AllowancesUsed,
            Counter = counters.TryGetValue(card.Card, out var counter) ? counter : null,
            Balances =
            [
                .. wallet.Assets.Select(asset => new AssetAmount(asset, BalanceOf(Account.Of(card.Wallet), asset))),
            ],
        };
    }
}
