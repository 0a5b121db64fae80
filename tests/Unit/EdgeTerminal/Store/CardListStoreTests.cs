using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

public sealed class CardListStoreTests : IDisposable
{
    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_list_that_was_saved_is_there_after_a_power_cut()
    {
        var store = Open(disk);
        Assert.Null(store.StoredList);
        Save(store, 1, Cards(1_000));

        var again = Open(disk.AfterPowerCut());

        Assert.Equal(new ListVersion(1, 1), again.StoredList!.Version);
        Assert.Equal(new RecordPosition(1, 42), again.StoredList.Watermarks.Latest);
        using var listed = again.Take(new ListVersion(1, 1));
        Assert.Equal(new CardLookup.Listed(Cards(1_000)[77]), listed.Find(Cards(1_000)[77].Card));
        Assert.Equal(new CardLookup.NotListed(), listed.Find(Site.Card("DEADBEEF")));
    }

    [Fact]
    public void Chunks_that_did_not_change_need_not_be_fetched()
    {
        var store = Open(disk);
        var cards = Cards(1_000);
        Save(store, 1, cards);
        cards[5] = cards[5] with { State = CardState.Blocked };
        var chunks = CardChunks.Write(cards);

        var missing = chunks.Where(chunk => !store.HasChunk(Digest.Of(chunk))).ToList();

        Assert.Single(missing);
        Assert.Null(Save(store, 2, cards, missing));
        using var listed = store.Take(new ListVersion(1, 2));
        Assert.Equal(new CardLookup.Listed(cards[5]), listed.Find(cards[5].Card));
    }

    [Fact]
    public void A_list_that_lacks_a_record_of_ours_does_not_take_the_place_of_one_that_has_it()
    {
        var store = Open(disk);
        Save(store, 1, Cards(3));

        store.Demand(EpochMarks.Of([new RecordPosition(1, 42)]));
        Assert.Contains("lacks record 1/42", Save(store, 2, Cards(4), mark: 41), StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);

        Assert.Null(Save(store, 2, Cards(4)));
    }

    [Fact]
    public void A_list_with_a_missing_chunk_is_not_saved()
    {
        var store = Open(disk);
        Save(store, 1, Cards(10));

        var error = Save(store, 2, Cards(1_000), []);

        Assert.NotNull(error);
        Assert.Equal(new ListVersion(1, 1), store.Stored);
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);
    }

    [Fact]
    public void A_list_that_says_another_count_is_not_saved() =>
        Assert.Contains(
            "10 cards; the manifest says 11", Save(Open(disk), 1, Cards(10), count: 11), StringComparison.Ordinal);

    [Fact]
    public void A_change_of_one_card_writes_one_chunk_and_the_manifest()
    {
        var store = Open(disk);
        var cards = Cards(1_000);
        Save(store, 1, cards);
        cards[5] = cards[5] with { State = CardState.Blocked };
        disk.Log.Clear();

        Save(store, 2, cards, [.. CardChunks.Write(cards).Where(chunk => !store.HasChunk(Digest.Of(chunk)))]);

        Assert.Equal(["write", "sync", "sync", "replace"], disk.Log.Select(step => step.Split(' ')[0]));
    }

    [Fact]
    public void A_power_cut_at_any_moment_leaves_the_old_list_or_the_new_one_whole()
    {
        var (before, after) = (Cards(1_000), Cards(1_000));
        for (var index = 0; index < after.Count; index += 300)
            after[index] = after[index] with { State = CardState.Blocked };
        var store = Open(disk);
        Save(store, 1, before);
        store.Take(new ListVersion(1, 1));
        var seen = new HashSet<long>();
        var cuts = 0;
        disk.Stepped = () =>
        {
            cuts++;
            foreach (var torn in new[] { 0, 7, int.MaxValue / 2 })
                seen.Add(VersionThatIsWhole(disk.AfterPowerCut(torn), before, after));
        };

        Save(store, 2, after, [.. CardChunks.Write(after).Where(chunk => !store.HasChunk(Digest.Of(chunk)))]);
        using (store.Take(new ListVersion(1, 2)))
            store.Tidy();

        Assert.True(cuts >= 8, $"{cuts} steps");
        Assert.Equal([1, 2], seen.Order());
    }

    [Fact]
    public void A_damaged_manifest_is_moved_aside_and_counts_as_none()
    {
        Save(Open(disk), 1, Cards(100));
        var length = disk.Read("cards.manifest").Length;
        for (var offset = 0; offset < length; offset += 31)
        {
            var damaged = disk.AfterPowerCut();
            damaged.Rot("cards.manifest", offset);

            var store = Open(damaged);

            Assert.Null(store.Stored);
            Assert.NotNull(store.Damage);
            Assert.True(damaged.Exists("cards.manifest.damaged"));
            Assert.Null(Save(store, 2, Cards(100)));
            Assert.Equal(new ListVersion(1, 2), Open(damaged).Stored);
        }
    }

    [Fact]
    public void A_cache_that_cannot_be_mended_stays_damaged()
    {
        var store = CardListStore.Open(disk, new DeadCache(), Site.Id, Site.Bar, site.LedgerKeys);
        Save(store, 1, Cards(100));

        for (var second = 0; second < 5; second++)
        {
            store.Tidy();
            Assert.NotNull(store.CacheDamage);
        }
        using var listed = store.Take(new ListVersion(1, 1));
        Assert.Equal(new CardLookup.Listed(Cards(100)[7]), listed.Find(Cards(100)[7].Card));
    }

    [Fact]
    public void A_manifest_that_the_disk_does_not_read_counts_as_none()
    {
        Save(Open(disk), 1, Cards(3));

        var store = Open(new OddStorage(disk) { ReadsFailWith = new IOException("Input/output error") });

        Assert.Null(store.Stored);
        Assert.Contains("Input/output error", store.Damage, StringComparison.Ordinal);
        Assert.Null(Save(store, 2, Cards(3)));
        Assert.Equal(new ListVersion(1, 2), Open(disk).Stored);
    }

    [Fact]
    public void A_manifest_cut_at_any_place_is_not_a_list()
    {
        Save(Open(disk), 1, Cards(3));
        var good = disk.Read("cards.manifest");
        for (var length = 0; length < good.Length; length += 13)
        {
            var cut = disk.AfterPowerCut();
            cut.Replace("cards.manifest", good.AsSpan(0, length));

            Assert.Null(Open(cut).Stored);
        }
    }

    [Fact]
    public void Of_a_list_with_a_damaged_chunk_only_that_chunk_is_fetched_again()
    {
        var chunks = CardChunks.Write(Cards(1_000));
        Save(Open(disk), 1, Cards(1_000));
        disk.Rot(ChunkFiles(disk)[2], 1_234);

        var store = Open(disk);

        Assert.Null(store.Stored);
        Assert.Contains("does not have its hash", store.Damage, StringComparison.Ordinal);
        Assert.True(disk.Exists("chunk.damaged"));
        var missing = Assert.Single(chunks, chunk => !store.HasChunk(Digest.Of(chunk)));
        Assert.Null(Save(store, 1, Cards(1_000), [missing]));
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);
    }

    /// <summary>The cache has forgotten, and the disk has rotted since the start.</summary>
    [Fact]
    public void A_card_whose_chunk_is_lost_is_not_an_unknown_card()
    {
        var cache = new MemoryCardCache();
        var store = CardListStore.Open(disk, cache, Site.Id, Site.Bar, site.LedgerKeys);
        var cards = Cards(1_000);
        Save(store, 1, cards);
        using var listed = store.Take(new ListVersion(1, 1));
        cache.Retain(new HashSet<Digest>());
        Assert.Equal(new CardLookup.Listed(cards[0]), listed.Find(cards[0].Card));
        cache.Retain(new HashSet<Digest>());
        foreach (var file in ChunkFiles(disk))
            disk.Rot(file, 55);

        Assert.IsType<CardLookup.Lost>(listed.Find(cards[0].Card));
        Assert.IsType<CardLookup.Lost>(listed.Find(Site.Card("DEADBEEF")));
        Assert.Null(store.Stored);
    }

    [Fact]
    public void Chunks_that_no_list_needs_are_put_away_once_the_list_before_is_no_longer_in_use()
    {
        var store = Open(disk);
        var cards = Cards(1_000);
        Save(store, 1, cards);
        var before = store.Take(new ListVersion(1, 1));
        cards[5] = cards[5] with { State = CardState.Blocked };
        Save(store, 2, cards);
        store.Tidy();
        Assert.Equal(5, ChunkFiles(disk).Count);
        Assert.Equal(new CardLookup.Listed(Cards(1_000)[5]), before.Find(cards[5].Card));

        using var after = store.Take(new ListVersion(1, 2));
        before.Dispose();
        store.Tidy();

        Assert.Equal(4, ChunkFiles(disk).Count);
        Assert.Equal(new CardLookup.Listed(cards[5]), after.Find(cards[5].Card));
    }

    [Fact]
    public void A_chunk_that_came_for_a_list_which_never_did_is_put_away_after_the_next()
    {
        var store = Open(disk);
        foreach (var chunk in CardChunks.Write(Cards(2_000)))
            Assert.Null(store.Keep(Digest.Of(chunk), chunk));
        store.Tidy();
        Assert.Equal(8, ChunkFiles(disk).Count);

        Save(store, 1, Cards(3));
        store.Tidy();

        Assert.Single(ChunkFiles(disk));
    }

    [Fact]
    public void A_chunk_with_a_card_of_another_chunk_makes_no_list()
    {
        var store = Open(disk);
        var chunks = CardChunks.Write(Cards(1_000));

        var error = Save(store, 1, Cards(1_000), chunks: [chunks[1], chunks[0], chunks[2], chunks[3]]);

        Assert.Contains("belongs to another chunk", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_that_cannot_be_read_is_not_kept()
    {
        var store = Open(disk);

        Assert.NotNull(store.Keep(Digest.Of("hostile"u8), "hostile"u8));

        Assert.False(store.HasChunk(Digest.Of("hostile"u8)));
    }

    [Fact]
    public void The_list_of_another_ledger_is_not_ours()
    {
        Save(Open(disk), 1, Cards(3));
        using var other = new Site();

        var store = CardListStore.Open(disk, new MemoryCardCache(), Site.Id, Site.Bar, other.LedgerKeys);

        Assert.Contains("UnknownKey", store.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_leaves_the_list_before()
    {
        var store = Open(disk);
        Save(store, 1, Cards(3));

        var failing = new FailingDisk(disk);
        var onFailing = Open(failing);
        failing.Fails = true;

        Assert.Contains("cannot write a chunk", Save(onFailing, 2, Cards(4)), StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);
    }

    private static List<CardEntry> Cards(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Kiosks.Card($"04{number:X12}", $"TLF {number}"))];

    private CardListStore Open(IStorage storage) =>
        CardListStore.Open(storage, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);

    private string? Save(
        CardListStore store, long version, List<CardEntry> cards, IReadOnlyList<byte[]>? fetched = null,
        int? count = null, IReadOnlyList<byte[]>? chunks = null, long mark = 42)
    {
        chunks ??= CardChunks.Write(cards);
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [new Watermark(Site.Bar, 1, mark)],
            count ?? cards.Count,
            [.. chunks.Select(chunk => Digest.Of(chunk))]);
        foreach (var chunk in fetched ?? chunks)
            if (store.Keep(Digest.Of(chunk), chunk) is { } error)
                return error;
        return store.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact);
    }

    private static List<string> ChunkFiles(ForgetfulDisk disk) =>
        [.. disk.List().Where(name => name.EndsWith(".chunk", StringComparison.Ordinal))];

    private long VersionThatIsWhole(ForgetfulDisk left, List<CardEntry> before, List<CardEntry> after)
    {
        var store = Open(left);
        Assert.Null(store.Damage);
        var version = store.Stored!.Version;
        using var listed = store.Take(store.Stored);
        Assert.All(
            version == 1 ? before : after,
            card => Assert.Equal(new CardLookup.Listed(card), listed.Find(card.Card)));
        return version;
    }

    /// <summary>Nothing can be put in, always for the same reason.</summary>
    private sealed class DeadCache : ICardCache
    {
        public string? Damage { get; private set; }

        public CardBlock? Find(Digest chunk) => null;

        public void Put(Digest chunk, CardBlock block) => Damage = string.Concat("cards.litedb: ", "the disk is full");

        public void Retain(IReadOnlySet<Digest> chunks)
        {
        }

        public void Mended() => Damage = null;

        public void Dispose()
        {
        }
    }

    private sealed class FailingDisk(ForgetfulDisk disk) : IStorage
    {
        public bool Fails { get; set; }

        public string Name => "a failing disk";

        public long FreeBytes => disk.FreeBytes;

        public IReadOnlyList<string> List() => disk.List();

        public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => disk.Read(name, offset, most);

        public bool Exists(string name) => disk.Exists(name);

        public void Replace(string name, ReadOnlySpan<byte> content)
        {
            if (Fails)
                throw new IOException("No space left on device");
            disk.Replace(name, content);
        }

        public void ReplaceSecret(string name, ReadOnlySpan<byte> content) => Replace(name, content);

        public void Write(string name, ReadOnlySpan<byte> content)
        {
            if (Fails)
                throw new IOException("No space left on device");
            disk.Write(name, content);
        }

        public void Sync(IReadOnlyCollection<string> names) => disk.Sync(names);

        public IAppendFile Append(string name) => disk.Append(name);

        public void Delete(string name) => disk.Delete(name);
    }
}
