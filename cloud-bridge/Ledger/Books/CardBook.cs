using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Cards, the wallets that they point to, and what a list says of them besides balances.</summary>
internal sealed class CardBook
{
    private readonly Dictionary<CardToken, CardEntry> cards = [];
    private readonly Dictionary<WalletId, WalletBook> wallets = [];
    private readonly Dictionary<CardToken, long> counters = [];

    /// <summary>How many cards there are.</summary>
    public int Count => cards.Count;

    /// <summary>Goes up with each change that a card list would show.</summary>
    public long Revision { get; private set; }

    /// <summary>All cards.</summary>
    public IEnumerable<CardToken> Tokens => cards.Keys;

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => cards.ContainsKey(card);

    /// <summary>Is there such a wallet?</summary>
    public bool Knows(WalletId wallet) => wallets.ContainsKey(wallet);

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => cards.TryGetValue(card, out var entry) ? entry.Wallet : null;

    /// <summary>A card as a list shows it; null when there is none.</summary>
    /// <param name="card">Which.</param>
    /// <param name="listed">What a list says that a wallet has of an asset.</param>
    public CardEntry? Find(CardToken card, Func<WalletId, AssetId, Money> listed)
    {
        if (!cards.TryGetValue(card, out var entry))
            return null;
        var wallet = wallets[entry.Wallet];
        return entry with
        {
            EverUsed = wallet.EverUsed,
            AllowancesUsed = wallet.AllowancesUsed,
            Counter = counters.TryGetValue(card, out var counter) ? counter : null,
            Balances = [.. wallet.Assets.Select(asset => new AssetAmount(asset, listed(entry.Wallet, asset)))],
        };
    }

    public void Add(NewCard card)
    {
        cards.Add(card.Card, new CardEntry(card.Card, card.Wallet, card.State, card.Class, [], EverUsed: false));
        wallets.TryAdd(card.Wallet, new WalletBook());
        Revision++;
    }

    public void Block(CardToken card)
    {
        if (!cards.TryGetValue(card, out var entry))
            return;
        cards[card] = entry with { State = CardState.Blocked };
        Revision++;
    }

    /// <summary>Something was posted: wallets have had these assets, and those who paid have been used.</summary>
    public void Note(IEnumerable<Posting> postings)
    {
        foreach (var posting in postings)
        {
            Revision++;
            if (!posting.Account.IsWallet(out var id))
                continue;
            wallets[id].Assets.Add(posting.Asset);
            wallets[id].EverUsed |= posting.Amount.IsNegative;
        }
    }

    /// <summary>Counts what a sale used of daily allowances.</summary>
    public void Note(Fact.Sale sale, long day)
    {
        if (WalletOf(sale.Card) is { } buyer)
            wallets[buyer].Use(sale, day);
    }

    /// <summary>Also of a card that is not there yet: what it showed before it was added never counts again.</summary>
    public void Note(CounterReading reading)
    {
        if (!counters.TryGetValue(reading.Card, out var highest) || highest < reading.Value)
            SetCounter(reading.Card, reading.Value);
    }

    /// <summary>Higher or lower.</summary>
    public void SetCounter(CardToken card, long value)
    {
        counters[card] = value;
        Revision++;
    }
}
