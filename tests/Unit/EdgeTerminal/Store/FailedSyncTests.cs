using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>
/// A sync failed, and what it should have written can still be read: another sync says that all is well, and the disk
/// has nothing of it.
/// </summary>
public sealed class FailedSyncTests : IDisposable
{
    private const string Segment = "journal-0000000001-000000000001.jws";

    private static readonly Stamp Stamp = new(1, 1_000, Clock.Noon, Trusted: true);

    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly JournalBench bench;

    public FailedSyncTests() => bench = new JournalBench(site);

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_is_appended_behind_a_line_that_only_the_page_cache_has(int startsThatFail)
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        disk.FailNextSync = true;
        Assert.IsType<AppendResult.Failed>(journal.Append([Records.Beer], Stamp));
        for (var start = 0; start < startsThatFail; start++)
        {
            disk.FailNextSync = true;
            Assert.Throws<IOException>(() => bench.Open(disk));
        }

        var (again, found) = bench.Open(disk);
        JournalBench.Sell(again, 1);

        Assert.Equal(2, found.Count);
        Assert.Equal(3, bench.Open(disk.AfterPowerCut()).Records.Count);
    }

    [Fact]
    public void Only_what_came_since_the_last_start_is_written_again()
    {
        JournalBench.Sell(bench.Open(disk).Journal, 3);
        var (journal, _) = bench.Open(disk);
        var before = disk.Read(Segment).Length;
        JournalBench.Sell(journal, 2);
        disk.Log.Clear();

        bench.Open(disk);
        bench.Open(disk);

        Assert.Equal(
            [$"write again {Segment} {disk.Read(Segment).Length - before}", $"write again {Segment} 0"],
            disk.Log.Where(step => step.StartsWith("write again", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_list_names_chunks_that_only_the_page_cache_has()
    {
        var chunks = CardChunks.Write([Kiosks.Card(Kiosks.Guest, "TLF 100")]);
        using var lists = CardListStore.Open(
            disk, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        Keep();
        disk.FailNextSync = true;
        Assert.Contains("Input/output error", Save(), StringComparison.Ordinal);

        Assert.False(lists.HasChunk(Digest.Of(chunks[0])));
        Assert.NotNull(Save());
        Keep();
        Assert.Null(Save());

        using var again = CardListStore.Open(
            disk.AfterPowerCut(), new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        Assert.Null(again.Damage);
        using var cards = again.Take(new ListVersion(1, 1));
        Assert.IsType<CardLookup.Listed>(cards.Find(Site.Card(Kiosks.Guest)));

        void Keep() => Assert.Null(lists.Keep(Digest.Of(chunks[0]), chunks[0]));

        string? Save()
        {
            var manifest = new ListManifest(
                Site.Id, Addressee.Terminals, 1, 1, [], 1, [.. chunks.Select(chunk => Digest.Of(chunk))]);
            return lists.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact);
        }
    }
}
