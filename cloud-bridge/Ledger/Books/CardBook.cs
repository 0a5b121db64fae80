using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Cards, the wallets that they point to, and what a list says of them besides balances.</summary>
internal sealed class CardBook
{
    /// <summary>Many times what one differential of a list has room for.</summary>
    private const int MostChanges = 65_536;

    private readonly Dictionary<CardToken, CardEntry> cards = [];
    private readonly Dictionary<WalletId, WalletBook> wallets = [];
    private readonly Dictionary<CardToken, long> counters = [];
    private readonly HashSet<AssetId> assets = [];
    private readonly Dictionary<WalletId, WalletId> merged = [];
    private readonly HashSet<CardToken> reissued = [];

    /// <summary>Of cards that were changed: who gave something before that had the badges of then.</summary>
    private readonly Dictionary<CardToken, Told<ValueList<Entitlement>>> held = [];

    /// <summary>How many cards there are.</summary>
    public int Count => cards.Count;

    /// <summary>Goes up with each change that a card list would show.</summary>
    public long Revision { get; private set; }

    /// <summary>
    /// Cards of which a list says something else: but for what is spoken for, which is in <see cref="Deductions"/>.
    /// </summary>
    public RecentChanges<CardToken> Changed { get; } = new(MostChanges);

    /// <summary>All cards.</summary>
    public IEnumerable<CardToken> Tokens => cards.Keys;

    /// <summary>Is there such a card?</summary>
    public bool Knows(CardToken card) => cards.ContainsKey(card);

    /// <summary>Is there such a wallet? One that was merged into another is none any more.</summary>
    public bool Knows(WalletId wallet) => wallets.ContainsKey(wallet);

    /// <summary>Cards that point to a wallet.</summary>
    public ValueList<CardToken> CardsOf(WalletId wallet) => wallets[wallet].Cards;

    /// <summary>The wallet that goes by this name now; null when there never was one.</summary>
    public WalletId? WalletOf(WalletId name) =>
        merged.TryGetValue(name, out var into) ? into : Knows(name) ? name : null;

    /// <summary>Was its wallet given another card?</summary>
    public bool IsReissued(CardToken card) => reissued.Contains(card);

    /// <summary>
    /// Does this site have such an asset? Those of each category that has balances; of those with a name of their own
    /// the ones that cards were added with.
    /// </summary>
    public bool Knows(AssetId asset) =>
        asset.Category.IsMoney() && (asset == AssetId.Of(asset.Category) || assets.Contains(asset));

    /// <summary>Assets that a wallet ever had.</summary>
    public IEnumerable<AssetId> AssetsOf(WalletId wallet) => wallets[wallet].Assets;

    /// <summary>The wallet that a card points to.</summary>
    public WalletId? WalletOf(CardToken card) => cards.TryGetValue(card, out var entry) ? entry.Wallet : null;

    /// <summary>Memberships and badges that a card may have held when a record was made: the last first.</summary>
    public IEnumerable<ValueList<Entitlement>> HeldBy(CardToken card, MadeRecord made) =>
        held.TryGetValue(card, out var told) ? told.At(made.Stamp, made.ReachedMilliseconds)
        : [cards.TryGetValue(card, out var entry) ? entry.Entitlements : []];

    /// <summary>A card as a list shows it; null when there is none.</summary>
    /// <param name="card">Which.</param>
    /// <param name="listed">What a list says that a wallet has of assets.</param>
    public CardEntry? Find(CardToken card, Func<WalletId, IEnumerable<AssetId>, ValueList<AssetAmount>> listed)
    {
        if (!cards.TryGetValue(card, out var entry))
            return null;
        var wallet = wallets[entry.Wallet];
        return entry with
        {
            EverUsed = wallet.EverUsed,
            AllowancesUsed = wallet.AllowancesUsed,
            Counter = counters.TryGetValue(card, out var counter) ? counter : null,
            FormerWallets = wallet.Former,
            Balances = listed(entry.Wallet, wallet.Assets),
        };
    }

    /// <summary>The lowest tokens behind one, in order: nothing is sorted but those.</summary>
    public IReadOnlyList<CardToken> Page(CardToken? after, int most, Func<CardEntry, bool> isWanted)
    {
        var lowest = new SortedSet<CardToken>();
        foreach (var card in cards.Values)
        {
            if (after is { } before && card.Card.CompareTo(before) <= 0 ||
                lowest.Count == most && card.Card.CompareTo(lowest.Max) > 0 ||
                !isWanted(card))
                continue;
            lowest.Add(card.Card);
            if (lowest.Count > most)
                lowest.Remove(lowest.Max);
        }
        return [.. lowest];
    }

    public void Add(NewCard card)
    {
        cards.Add(card.Card, new CardEntry(card.Card, card.Wallet, card.State, card.Class, [], EverUsed: false)
        {
            Age = card.Age, Entitlements = card.Entitlements, Language = card.Language,
        });
        wallets.TryAdd(card.Wallet, new WalletBook());
        wallets[card.Wallet].Cards = [.. wallets[card.Wallet].Cards, card.Card];
        assets.UnionWith(card.Balances.Select(balance => balance.Asset));
        Change(card.Card);
    }

    public void Block(CardToken card)
    {
        if (!cards.TryGetValue(card, out var entry))
            return;
        cards[card] = entry with { State = CardState.Blocked };
        Change(card);
    }

    /// <summary>Somebody said anew what a list says of a card.</summary>
    public void Change(LedgerEntry.CardChanged changed)
    {
        var before = cards[changed.Card];
        if (!held.TryGetValue(changed.Card, out var told))
        {
            held[changed.Card] = told = new Told<ValueList<Entitlement>>();
            told.Add(null, before.Entitlements);
        }
        told.Add(changed.AtMilliseconds, changed.Entitlements);
        cards[changed.Card] = before with
        {
            State = changed.State,
            ValidThroughMilliseconds = changed.ValidThroughMilliseconds,
            Age = changed.Age,
            Entitlements = changed.Entitlements,
            Language = changed.Language,
        };
        Change(changed.Card);
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
            NoteCards(id);
        }
    }

    /// <summary>Something of these assets was set aside: a list shows them.</summary>
    public void Note(WalletId wallet, IEnumerable<AssetId> assets)
    {
        wallets[wallet].Assets.UnionWith(assets);
        Change(wallet);
    }

    /// <summary>Something that is not of one card has changed: what waits, or a watermark that somebody waits for.
    /// </summary>
    public void Change() => Revision++;

    /// <summary>What is set aside of an account has changed.</summary>
    public void Change(Account account)
    {
        if (account.IsWallet(out var wallet) && wallets.ContainsKey(wallet))
            Change(wallet);
    }

    /// <summary>One wallet takes over another's cards and all that is known of it.</summary>
    public void Merge(WalletId gone, WalletId stays)
    {
        wallets.Remove(gone, out var book);
        foreach (var card in book!.Cards)
            cards[card] = cards[card] with { Wallet = stays };
        wallets[stays].TakeOver(gone, book);
        foreach (var name in book.Former.Append(gone))
            merged[name] = stays;
        Change(stays);
    }

    /// <summary>A lost card's wallet gets another card.</summary>
    public void Reissue(CardToken lost, CardToken card, CardClass cardClass)
    {
        cards.Add(card, cards[lost] with { Card = card, Class = cardClass, State = CardState.Ok });
        var wallet = wallets[cards[card].Wallet];
        wallet.Cards = [.. wallet.Cards, card];
        Change(card);
        Block(lost);
        reissued.Add(lost);
    }

    /// <summary>Counts what a sale used of daily allowances.</summary>
    public void Note(Fact.Sale sale, long day)
    {
        if (WalletOf(sale.Card) is { } buyer && wallets[buyer].Use(sale, day))
            Change(buyer);
    }

    /// <summary>Counts what a pour used of a daily allowance.</summary>
    public void Note(Fact.Capture capture, long day)
    {
        if (WalletOf(capture.Payment.Card) is { } guest && wallets[guest].Use(capture, day))
            Change(guest);
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
        Change(card);
    }

    private void Change(CardToken card)
    {
        Revision++;
        Changed.Note(card);
    }

    private void Change(WalletId wallet)
    {
        Revision++;
        NoteCards(wallet);
    }

    private void NoteCards(WalletId wallet)
    {
        foreach (var card in wallets[wallet].Cards)
            Changed.Note(card);
    }
}
