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
        Assert.Equal(new RecordPosition(1, 42), again.StoredList.Watermark);
        using var cache = again.Take(new ListVersion(1, 1));
        Assert.Equal(Cards(1_000)[77], cache.Find(Cards(1_000)[77].Card));
        Assert.Null(cache.Find(Site.Card("DEADBEEF")));
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
        using var cache = store.Take(new ListVersion(1, 2));
        Assert.Equal(CardState.Blocked, cache.Find(cards[5].Card)!.State);
    }

    [Fact]
    public void A_list_that_lacks_a_record_of_ours_does_not_take_the_place_of_one_that_has_it()
    {
        var store = Open(disk);
        Save(store, 1, Cards(3));

        store.Demand(new RecordPosition(1, 43));
        Assert.Contains("lacks record 1/43", Save(store, 2, Cards(4)), StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);

        store.Demand(new RecordPosition(1, 42));
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
    public void A_damaged_file_is_moved_aside_and_counts_as_none()
    {
        Save(Open(disk), 1, Cards(100));
        var good = disk.Read("cards.list");
        for (var offset = 0; offset < good.Length; offset += 101)
        {
            var damaged = new ForgetfulDisk();
            damaged.Replace("cards.list", good);
            damaged.Rot("cards.list", offset);

            var store = Open(damaged);

            Assert.Null(store.Stored);
            Assert.NotNull(store.Damage);
            Assert.True(damaged.Exists("cards.list.damaged"));
            Assert.Null(Save(store, 2, Cards(100)));
            Assert.Equal(new ListVersion(1, 2), Open(damaged).Stored);
        }
    }

    [Fact]
    public void A_file_cut_at_any_place_is_not_a_list()
    {
        Save(Open(disk), 1, Cards(3));
        var good = disk.Read("cards.list");
        for (var length = 0; length < good.Length; length += 13)
        {
            var cut = new ForgetfulDisk();
            cut.Replace("cards.list", good.AsSpan(0, length));

            Assert.Null(Open(cut).Stored);
        }
    }

    [Fact]
    public void The_list_of_another_ledger_is_not_ours()
    {
        Save(Open(disk), 1, Cards(3));
        using var other = new Site();

        var store = CardListStore.Open(disk, new MemoryCardCaches(), Site.Id, Site.Bar, other.LedgerKeys);

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

        Assert.Contains("cannot write cards.list", Save(onFailing, 2, Cards(4)), StringComparison.Ordinal);
        Assert.Equal(new ListVersion(1, 1), Open(disk).Stored);
    }

    private static List<CardEntry> Cards(int count) =>
        [.. Enumerable.Range(0, count).Select(number => Kiosks.Card($"04{number:X12}", $"TLF {number}"))];

    private CardListStore Open(IStorage storage) =>
        CardListStore.Open(storage, new MemoryCardCaches(), Site.Id, Site.Bar, site.LedgerKeys);

    private string? Save(
        CardListStore store, long version, List<CardEntry> cards, List<byte[]>? fetched = null, int? count = null)
    {
        var chunks = CardChunks.Write(cards);
        var manifest = new ListManifest(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [new Watermark(Site.Bar, 1, 42)],
            count ?? cards.Count,
            [.. chunks.Select(chunk => Digest.Of(chunk))]);
        return store.Save(
            manifest,
            SignedMessage.Sign(manifest, site.Ledger).Compact,
            (fetched ?? [.. chunks]).ToDictionary(chunk => Digest.Of(chunk)));
    }

    private sealed class FailingDisk(ForgetfulDisk disk) : IStorage
    {
        public bool Fails { get; set; }

        public string Name => "a failing disk";

        public IReadOnlyList<string> List() => disk.List();

        public byte[] Read(string name, long offset = 0, int most = int.MaxValue) => disk.Read(name, offset, most);

        public bool Exists(string name) => disk.Exists(name);

        public void Replace(string name, ReadOnlySpan<byte> content)
        {
            if (Fails)
                throw new IOException("No space left on device");
            disk.Replace(name, content);
        }

        public IAppendFile Append(string name) => disk.Append(name);

        public void Delete(string name) => disk.Delete(name);
    }
}
