using CloudBridge.Metrics;
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

    [Fact]
    public void A_sync_that_fails_is_timed_as_well()
    {
        using var reader = new MetricsReader(bench.Meter.Meter);
        var disk = new ForgetfulDisk { FailNextSync = true };
        using var file = new MeasuredStorage(disk, bench.Meter, bench.Time).Append("journal");

        Assert.Throws<IOException>(file.Sync);

        Assert.Contains(
            "edge_terminal_journal_sync_duration_seconds_count 1\n", reader.Write(), StringComparison.Ordinal);
    }
}
