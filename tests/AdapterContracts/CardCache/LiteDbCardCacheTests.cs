using CloudBridge.Contract;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.AdapterContracts.CardCache;

/// <summary>The contract, and what may become of a file that nobody syncs.</summary>
public sealed class LiteDbCardCacheTests : CardCacheContract
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ET_LONG") == "1" ? 5_000 : 60;

    private readonly List<(Digest Chunk, List<CardEntry> Cards)> blocks = Blocks(48, cardsEach: 20);

    protected override ICardCacheFactory Factory
    {
        get
        {
            if (CardCaches.All.FirstOrDefault(cache => cache.Name == "litedb") is { } factory)
                return factory;
            Assert.Skip("LiteDB is not in this build: eng/adapters");
            throw new InvalidOperationException();
        }
    }

    private string CacheFile => Path.Combine(CacheFolder, "cards.litedb");

    [Fact]
    public void What_was_put_in_is_there_after_a_restart()
    {
        WriteFile();

        using var again = Factory.Open(CacheFolder);

        Assert.All(blocks, block => Assert.NotNull(again.Find(block.Chunk)));
    }

    [Fact]
    public void A_bit_that_flips_while_nobody_looks_never_gives_another_card() => Damaged(
        running: false, (bytes, random) => Flip(bytes, random.Next(bytes.Length), random));

    [Fact]
    public void A_bit_that_flips_under_a_running_terminal_never_gives_another_card() => Damaged(
        running: true, (bytes, random) => Flip(bytes, random.Next(bytes.Length), random));

    [Fact]
    public void A_file_that_is_cut_short_never_gives_another_card() => Damaged(
        running: false, (bytes, random) => bytes[..random.Next(bytes.Length)]);

    [Fact]
    public void A_file_that_is_cut_short_under_a_running_terminal_never_gives_another_card() => Damaged(
        running: true, (bytes, random) => bytes[..random.Next(bytes.Length)]);

    [Theory]
    [InlineData("")]
    [InlineData("not a database, and longer than nothing")]
    public void A_file_of_something_else_is_moved_aside_and_made_anew(string content)
    {
        Directory.CreateDirectory(CacheFolder);
        File.WriteAllText(CacheFile, content);

        using var cache = Factory.Open(CacheFolder);
        Assert.Null(cache.Find(blocks[0].Chunk));
        Assert.Equal(content.Length > 0, cache.Damage is not null);
        PutAll(cache, blocks);

        Assert.Equal(content.Length > 0, File.Exists(CacheFile + ".damaged"));
        Assert.True(AreThere(cache));
    }

    [Fact]
    public void A_file_that_is_deleted_under_a_running_terminal_is_made_anew()
    {
        using var cache = Factory.Open(CacheFolder);
        PutAll(cache, blocks);
        File.Delete(CacheFile);

        Assert.Null(cache.Find(blocks[0].Chunk));
        Assert.Contains("deleted", cache.Damage, StringComparison.Ordinal);
        PutAll(cache, blocks);
        cache.Mended();

        Assert.Null(cache.Damage);
        Assert.True(AreThere(cache));
    }

    [Fact]
    public void Cards_are_found_and_the_cache_is_mended_after_its_file_was_damaged()
    {
        using var lists = Open();
        var cards = Enumerable.Range(0, 20_000).Select(Card).ToList();
        Save(lists, 1, cards);
        using var listed = lists.Take(new ListVersion(1, 1));
        File.Delete(CacheFile);

        Assert.Equal(new CardLookup.Listed(cards[7]), listed.Find(cards[7].Card));
        Assert.NotNull(lists.CacheDamage);
        for (var calls = 0; calls < 10 && lists.CacheDamage is not null; calls++)
            lists.Tidy();

        Assert.Null(lists.CacheDamage);
        Assert.All(cards, card => Assert.Equal(new CardLookup.Listed(card), listed.Find(card.Card)));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_time_and_no_card()
    {
        Directory.CreateDirectory(CacheFolder);
        Directory.CreateDirectory(CacheFile);
        using var lists = Open();
        var cards = Enumerable.Range(0, 1_000).Select(Card).ToList();
        Save(lists, 1, cards);
        using var listed = lists.Take(new ListVersion(1, 1));
        lists.Tidy();

        Assert.NotNull(lists.CacheDamage);
        Assert.All(cards, card => Assert.Equal(new CardLookup.Listed(card), listed.Find(card.Card)));
    }

    private static byte[] Flip(byte[] bytes, int offset, Random random)
    {
        bytes[offset] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private void WriteFile()
    {
        using var cache = Factory.Open(CacheFolder);
        PutAll(cache, blocks);
        Assert.Null(cache.Damage);
    }

    /// <summary>Whatever was done to the file: a chunk is right or is not there, and what is lost is told.</summary>
    private void Damaged(bool running, Func<byte[], Random, byte[]> damage)
    {
        WriteFile();
        var good = File.ReadAllBytes(CacheFile);
        var seed = (int)(TimeProvider.System.GetTimestamp() & 0xFFFFFF);
        var told = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(seed + round);
            using var folder = new TemporaryFolder();
            var path = folder.In("cards.litedb");
            var damaged = damage([.. good], random);
            File.WriteAllBytes(path, running ? good : damaged);
            using var cache = Factory.Open(folder.In("."));
            if (running)
            {
                Assert.NotNull(cache.Find(blocks[random.Next(blocks.Count)].Chunk));
                Overwrite(path, damaged);
            }
            foreach (var (chunk, cards) in blocks)
            {
                var found = cache.Find(chunk);
                Assert.True(
                    found is not null || cache.Damage is not null || damaged.Length == 0,
                    $"a chunk is gone and nobody says so; seed {seed + round}");
                if (found is not null)
                    Assert.True(IsWhole(found, cards), $"another card was found; seed {seed + round}");
            }
            told += cache.Damage is null ? 0 : 1;
            Assert.True(IsMended(cache), $"it is not whole again; seed {seed + round}");
        }
        Assert.True(told > 0, "nothing was ever damaged");
    }

    /// <summary>
    /// As a terminal mends: what was damaged may be found only where the next chunk goes, and then all begins anew.
    /// </summary>
    private bool IsMended(ICardCache cache)
    {
        PutAll(cache, blocks);
        if (AreThere(cache))
            return true;
        Assert.NotNull(cache.Damage);
        PutAll(cache, blocks);
        return AreThere(cache);
    }

    /// <summary>In place: the file stays the one that the cache has open.</summary>
    private static void Overwrite(string path, byte[] content)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Write(content);
        file.SetLength(content.Length);
    }

    private static bool IsWhole(CardBlock found, List<CardEntry> cards) =>
        found.Count == cards.Count && cards.TrueForAll(card => card.Equals(found.Find(card.Card)));

    private bool AreThere(ICardCache cache) =>
        blocks.TrueForAll(block => cache.Find(block.Chunk) is { } found && IsWhole(found, block.Cards));
}
