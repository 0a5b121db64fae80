using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

public sealed class LoopRetentionTests : IDisposable
{
    private readonly LoopBench bench =
        new(new JournalOptions { SegmentBytes = 2_000 }, Card(Guest, "TLF 100000"));

    private long version = 1;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task After_five_weeks_the_journal_begins_later_and_goes_on()
    {
        await SellAsync();

        await PassAsync(TimeSpan.FromDays(36));

        var records = bench.Records;
        Assert.True(records[0].Position.Sequence > 1, $"it begins with {records[0].Position}");
        Assert.IsType<Fact.BroughtForward>(records[0].Fact);
        Assert.Contains(records, record => record.Fact is Fact.RecordsRetired retired &&
            retired.Through == records[0].Position.Before());
        await BeatAsync(of: 3);
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        Assert.IsType<Fact.Sale>(bench.Facts[^1]);
    }

    /// <summary>What the ledger got yesterday is not in its backup of the day before.</summary>
    [Fact]
    public async Task What_was_written_five_weeks_ago_stays_when_the_ledger_has_only_just_listed_it()
    {
        bench.Start();
        await BeatAsync();
        await SellAsync(6);

        await PassAsync(TimeSpan.FromDays(36));

        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.RecordsRetired);
    }

    [Theory]
    [InlineData(34, true)]
    [InlineData(3_000, false)]
    public async Task Nothing_goes_before_its_time_or_while_the_time_is_not_trusted(int days, bool hearsLedger)
    {
        await SellAsync(hearsLedger);

        await PassAsync(TimeSpan.FromDays(days));

        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.RecordsRetired);
    }

    [Fact]
    public async Task Nothing_is_deleted_before_the_journal_says_that_it_may()
    {
        await SellAsync();
        var deletions = 0;
        bench.Notes.All.Clear();

        await PassAsync(TimeSpan.FromDays(36));

        var written = bench.Notes.All.FindIndex(entry => entry.StartsWith("sync journal-", StringComparison.Ordinal));
        foreach (var (index, entry) in bench.Notes.All.Index())
            if (entry.StartsWith("delete journal-", StringComparison.Ordinal))
            {
                deletions++;
                Assert.True(index > written, "deleted before the journal said so");
            }
        Assert.True(deletions > 0);
    }

    /// <summary>Sales that a list has, and some after it: a segment begins that says so.</summary>
    private async Task SellAsync(bool hearsLedger = true)
    {
        bench.Start();
        if (hearsLedger)
            await BeatAsync();
        await SellAsync(6);
        await ListAsync();
        await SellAsync(3);
    }

    private async Task SellAsync(int sales)
    {
        for (var sale = 0; sale < sales; sale++)
        {
            await bench.GiveAsync(new LoopInput.Key("1"));
            await bench.TapAsync(Guest);
            await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
            bench.Time.Advance(TimeSpan.FromMinutes(2));
            await bench.IdleAsync();
        }
    }

    private async Task PassAsync(TimeSpan time)
    {
        bench.Acknowledge();
        bench.Time.Advance(time);
        await bench.IdleAsync();
        await ListAsync();
    }

    /// <summary>A list that has all records.</summary>
    private async Task ListAsync()
    {
        version++;
        Assert.Null(bench.TrySave(version, bench.Records[^1].Position.Sequence, Card(Guest, "TLF 90000")));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.ListStored(new ListVersion(1, version))));
    }

    private Task BeatAsync(long of = 1) => bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(
        new ListVersion(1, of),
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        bench.Time.GetUtcNow().ToUnixTimeMilliseconds())));
}
