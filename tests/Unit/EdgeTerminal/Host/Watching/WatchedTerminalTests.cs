using CloudBridge.Metrics;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host.Watching;

/// <summary>A real loop, seen from another thread while its disk does what disks do.</summary>
public sealed class WatchedTerminalTests : IDisposable
{
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_loop_whose_disk_does_not_answer_is_neither_alive_nor_ready_until_it_does()
    {
        using var hangs = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        Assert.Null(bench.Watched.WhyNotReady);
        bench.Disk.Synced = _ =>
        {
            hangs.Set();
            goOn.Wait(Cancellation);
        };
        await bench.Loop.PostAsync(bench.Seen(Guest));
        await Eventually.TrueAsync(() => hangs.IsSet, "it syncs", Cancellation);

        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(bench.Watched.WhyNotAlive);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("the loop hangs: it has been at one input for 7 s", bench.Watched.WhyNotAlive);
        Assert.Equal(bench.Watched.WhyNotAlive, bench.Watched.WhyNotReady);
        Assert.Equal(7, bench.Watched.BusySeconds);

        bench.Disk.Synced = null;
        goOn.Set();
        await bench.IdleAsync();
        Assert.Null(bench.Watched.WhyNotAlive);
        Assert.Equal(0, bench.Watched.BusySeconds);
    }

    [Fact]
    public async Task Once_the_journal_has_failed_it_is_not_ready()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        bench.Disk.FailNextSync = true;
        await bench.TapAsync(Guest);
        await bench.EndedAsync();

        Assert.Equal("the loop has ended", bench.Watched.WhyNotReady);
    }

    /// <summary>The loop outlives its journal as long as a fire does.</summary>
    [Fact]
    public async Task A_gate_that_stands_open_without_a_journal_is_alive_and_not_ready()
    {
        using var gate = new LoopBench(Gates.GateOf());
        gate.Start();
        await gate.IdleAsync();
        gate.Disk.FailNextSync = true;
        await gate.GiveAsync(new LoopInput.Core(new Input.FireBegan()));

        Assert.Null(gate.Watched.WhyNotAlive);
        Assert.Equal("the journal takes no more (502): nothing is sold", gate.Watched.WhyNotReady);
        await gate.GiveAsync(new LoopInput.Core(new Input.FireEnded()));
        await gate.EndedAsync();
        Assert.Equal("the loop has ended", gate.Watched.WhyNotAlive);
    }

    /// <summary>A board without a battery starts in 1970, and was there the last time as well.</summary>
    [Fact]
    public async Task How_old_a_record_of_an_earlier_start_is_needs_the_ledgers_time_then_and_now()
    {
        using var unaware = new LoopBench();
        bench.Start();
        await bench.IdleAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(60, bench.Watched.OldestUnsentSeconds);
        await bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(null, 60_000, 60_000, Clock.Noon)));
        Assert.Null((bench.Watched with { Boot = 2 }).OldestUnsentSeconds);

        bench.Acknowledge();
        Assert.Equal(0, bench.Watched.OldestUnsentSeconds);
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        bench.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(30, (bench.Watched with { Boot = 2 }).OldestUnsentSeconds);
        Assert.Null((bench.Watched with { Boot = 2, Loop = unaware.Loop }).OldestUnsentSeconds);
    }

    [Fact]
    public void A_sync_that_fails_is_timed_as_well()
    {
        using var reader = new MetricsReader(bench.Meter.Meter);
        var disk = new ForgetfulDisk { FailNextSync = true };
        using var file = new MeasuredStorage(disk, bench.Meter, traces: null, bench.Time).Append("journal");

        Assert.Throws<IOException>(file.Sync);

        Assert.Contains(
            "edge_terminal_journal_sync_duration_seconds_count 1\n", reader.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_secret_stays_so_where_the_disk_is_timed()
    {
        var disk = new ForgetfulDisk();
        var timed = new MeasuredStorage(disk, bench.Meter, traces: null, bench.Time);

        timed.ReplaceSecret("config.jws", "hashes"u8);
        timed.Replace("receipt", "none"u8);

        Assert.Equal(["config.jws"], disk.Secrets);
    }
}
