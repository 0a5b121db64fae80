using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the terminal says of itself.</summary>
public sealed class LoopStatusTests : IDisposable
{
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Before_the_ledgers_first_word_it_does_not_say_that_it_serves()
    {
        bench.Start(mayReachLedger: true);
        await bench.IdleAsync();
        Assert.Equal(TerminalActivity.Starting, bench.Notes.Statuses[^1].Activity);

        await bench.GiveAsync(new LoopInput.News(new RelayNews.NotConnected("no broker")));
        Assert.Equal(TerminalActivity.Serving, bench.Notes.Statuses[^1].Activity);
    }

    [Fact]
    public async Task What_changes_with_each_sale_is_said_now_and_then()
    {
        bench.Start();
        await bench.IdleAsync();
        var before = bench.Notes.Statuses.Count;
        await SellAsync();
        Assert.Equal(before, bench.Notes.Statuses.Count);

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.GiveAsync(new LoopInput.Key("1"));
        // While the ledger does not answer it is not told: what waits for it at a broker has its room from sales.
        Assert.Equal(before, bench.Notes.Statuses.Count);
        await BeatAsync();

        var status = bench.Notes.Statuses[^1];
        Assert.Equal(before + 1, bench.Notes.Statuses.Count);
        Assert.Equal(TerminalActivity.Serving, status.Activity);
        Assert.Equal(bench.Records[^1].Position.Sequence, status.QueueEnd);
        Assert.Equal(new Money(350), status.UnlistedDebits);
        Assert.Null(status.Reason);
    }

    [Fact]
    public async Task Why_it_sells_nothing_is_said_by_the_reasons_number()
    {
        bench.Start();
        await bench.IdleAsync();
        Assert.Null(bench.Notes.Statuses[^1].Reason);

        await bench.GiveAsync(new LoopInput.Reader(new ReaderEvent.HealthChanged(ReaderHealth.Lost, "gone", 0)));

        Assert.Equal(Reason.DeviceFault, bench.Notes.Statuses[^1].Reason);
    }

    [Fact]
    public async Task A_journal_that_takes_no_more_is_said_before_it_ends()
    {
        bench.Start();
        await bench.IdleAsync();
        Assert.Equal(TerminalActivity.Serving, bench.Notes.Statuses[^1].Activity);

        await bench.GiveAsync(new LoopInput.Key("1"));
        bench.Disk.FailNextSync = true;
        await bench.TapAsync(Guest);
        await bench.EndedAsync();

        var status = bench.Notes.Statuses[^1];
        Assert.Equal((TerminalActivity.OutOfService, Reason.DeviceFault), (status.Activity, status.Reason));
    }

    private Task BeatAsync() => bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(
        new ListVersion(1, 1),
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        Clock.Noon)));

    private async Task SellAsync()
    {
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
    }
}
