using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.AdapterContracts.CardCache;

/// <summary>What every card cache promises.</summary>
public abstract class CardCacheContract : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();

    protected abstract ICardCacheFactory Factory { get; }

    /// <summary>Where a cache may keep its files.</summary>
    protected string CacheFolder => folder.In("cache");

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Each_card_is_found_whole()
    {
        using var cache = Factory.Open(CacheFolder);
        var blocks = Blocks(20, cardsEach: 250);
        PutAll(cache, blocks);

        foreach (var (chunk, cards) in blocks)
        {
            var found = cache.Find(chunk)!;
            Assert.Equal(cards.Count, found.Count);
            Assert.All(cards, card => Assert.Equal(card, found.Find(card.Card)));
        }
        Assert.Null(cache.Damage);
    }

    [Fact]
    public void A_card_that_is_not_in_the_chunk_is_not_found()
    {
        using var cache = Factory.Open(CacheFolder);
        PutAll(cache, Blocks(1, cardsEach: 10));

        Assert.Null(cache.Find(Blocks(1, 10)[0].Chunk)!.Find(Card(10).Card));
    }

    [Fact]
    public void A_chunk_that_was_not_put_in_is_not_there()
    {
        using var cache = Factory.Open(CacheFolder);
        PutAll(cache, Blocks(1, cardsEach: 10));

        Assert.Null(cache.Find(Digest.Of("another"u8)));
        Assert.Null(cache.Damage);
    }

    [Fact]
    public void A_chunk_without_cards_is_a_chunk()
    {
        using var cache = Factory.Open(CacheFolder);
        PutAll(cache, Blocks(1, cardsEach: 0));

        Assert.Equal(0, cache.Find(Blocks(1, 0)[0].Chunk)!.Count);
    }

    [Fact]
    public void What_is_not_retained_goes_and_the_rest_stays()
    {
        using var cache = Factory.Open(CacheFolder);
        var blocks = Blocks(40, cardsEach: 20);
        PutAll(cache, blocks);
        var kept = blocks.Where((_, index) => index % 3 == 0).Select(block => block.Chunk).ToHashSet();

        cache.Retain(kept);

        Assert.All(blocks, block => Assert.Equal(kept.Contains(block.Chunk), cache.Find(block.Chunk) is not null));
        Assert.Null(cache.Damage);
    }

    [Fact]
    public void A_list_stays_as_it_is_while_the_next_takes_its_place()
    {
        using var lists = Open();
        var cards = Enumerable.Range(0, 5_000).Select(Card).ToList();
        Save(lists, 1, cards);
        var before = lists.Take(new ListVersion(1, 1));
        var changed = cards.Take(3_000).Select(card => card with { State = CardState.Blocked }).ToList();
        Save(lists, 2, changed);
        lists.Tidy();
        using var after = lists.Take(new ListVersion(1, 2));

        Assert.All(cards, card => Assert.Equal(new CardLookup.Listed(card), before.Find(card.Card)));
        before.Dispose();
        lists.Tidy();

        Assert.All(changed, card => Assert.Equal(new CardLookup.Listed(card), after.Find(card.Card)));
        Assert.All(cards.Skip(3_000), card => Assert.Equal(new CardLookup.NotListed(), after.Find(card.Card)));
    }

    [Fact]
    public void A_list_is_there_again_after_a_restart()
    {
        var cards = Enumerable.Range(0, 5_000).Select(Card).ToList();
        using (var lists = Open())
            Save(lists, 1, cards);

        using var again = Open();
        using var listed = again.Take(new ListVersion(1, 1));

        Assert.Null(again.CacheDamage);
        Assert.All(cards, card => Assert.Equal(new CardLookup.Listed(card), listed.Find(card.Card)));
    }

    [Fact]
    public void A_million_cards_are_found()
    {
        if (Environment.GetEnvironmentVariable("ET_LONG") != "1")
            Assert.Skip("a million cards take half a minute: ET_LONG=1, which ./test --long sets");
        using var lists = Open();
        Save(lists, 1, [.. Enumerable.Range(0, 1_000_000).Select(Card)]);
        using var listed = lists.Take(new ListVersion(1, 1));

        for (var number = 0; number < 1_000_000; number += 997)
            Assert.Equal(new CardLookup.Listed(Card(number)), listed.Find(Card(number).Card));
        Assert.Equal(new CardLookup.NotListed(), listed.Find(Card(1_000_001).Card));
    }

    protected CardListStore Open() => CardListStore.Open(
        new FolderStorage(folder.In("cards")), Factory.Open(CacheFolder), Site.Id, Site.Bar, site.LedgerKeys);

    protected void Save(CardListStore lists, long version, List<CardEntry> cards)
    {
        var chunks = CardChunks.Write(cards);
        var manifest = new ListManifest(
            Site.Id, Addressee.Terminals, 1, version, [], cards.Count, [.. chunks.Select(chunk => Digest.Of(chunk))]);
        foreach (var chunk in chunks.Where(chunk => !lists.HasChunk(Digest.Of(chunk))))
            Assert.Null(lists.Keep(Digest.Of(chunk), chunk));
        Assert.Null(lists.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact));
    }

    /// <summary>Chunks of cards; the names are any digests.</summary>
    protected static List<(Digest Chunk, List<CardEntry> Cards)> Blocks(int count, int cardsEach) =>
    [
        .. Enumerable.Range(0, count).Select(block => (
            Digest.Of([(byte)block, (byte)cardsEach]),
            Enumerable.Range(block * cardsEach, cardsEach).Select(Card).OrderBy(card => card.Card).ToList())),
    ];

    protected static void PutAll(ICardCache cache, List<(Digest Chunk, List<CardEntry> Cards)> blocks)
    {
        foreach (var (chunk, cards) in blocks)
            cache.Put(chunk, CardBlock.Of(cards));
    }

    protected static CardEntry Card(int number) => Kiosks.Card($"04{number:X12}", "TNF 5, TLF-LYON 100, FED -7") with
    {
        State = (CardState)(number % Enum.GetValues<CardState>().Length),
        Class = (CardClass)(number % Enum.GetValues<CardClass>().Length),
        EverUsed = number % 5 == 0,
        ValidThroughMilliseconds = number % 2 == 0 ? null : Clock.Noon,
        Age = (AgeClass)(number % Enum.GetValues<AgeClass>().Length),
        Entitlements = number % 7 == 0
            ? []
            : [new Entitlement(AssetId.Parse("SUB"), number % 2 == 0 ? null : -1, Clock.Noon + number)],
        AllowancesUsed = number % 11 == 0 ? [] : [new AllowanceUse("alcohol-é", 20_000, number)],
        Counter = (number % 3) switch { 0 => null, 1 => number, _ => CounterReading.Highest },
        FormerWallets = number % 13 == 0 ? [new WalletId(UInt128.MaxValue), new WalletId((UInt128)number)] : [],
        Language = number % 7 == 0 ? LanguageTag.Parse("fr") : null,
    };
}

public sealed class MemoryCardCacheTests : CardCacheContract
{
    protected override ICardCacheFactory Factory { get; } = new MemoryCardCaches();
}
