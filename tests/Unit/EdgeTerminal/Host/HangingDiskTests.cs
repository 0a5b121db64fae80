using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Lines;
using Tests.Support;
using Tests.Unit.HardwareDrivers.Lines;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>
/// A valve beside a real journal: marks renew its lease once they are on the disk. Nothing but fsync hangs. Beer runs
/// at 270 pulses a second; the lease is 270.
/// </summary>
public sealed class HangingDiskTests : IDisposable
{
    private const int PulsesATenth = 27;
    private const int Lease = 270;

    private static readonly ValveGrant Grant = new(10_000, TimeSpan.FromSeconds(60), Lease);

    private readonly Site site = new();
    private readonly ManualTime time = new();
    private readonly WatchedLine line = new();
    private readonly ForgetfulDisk disk = new();
    private readonly ManualResetEventSlim syncing = new(initialState: true);
    private readonly EventLog<ValveReport> reports = new();
    private readonly PushedInput meter;
    private readonly Valve valve;
    private long durable;
    private volatile bool isHanging;

    public HangingDiskTests()
    {
        meter = new PushedInput(time);
        valve = new Valve(line, meter, time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        syncing.Set();
        meter.Vanish();
        valve.Dispose();
        meter.Dispose();
        syncing.Dispose();
        site.Dispose();
    }

    [Fact]
    public async Task While_only_fsync_hangs_for_ten_seconds_the_valve_closes_within_its_lease()
    {
        var (journal, _) = new JournalBench(site).Open(disk);
        disk.Stepped = () =>
        {
            if (!disk.Log[^1].StartsWith("sync", StringComparison.Ordinal))
                return;
            isHanging = !syncing.IsSet;
            syncing.Wait(Cancellation);
        };
        valve.Open(Grant, reports.Add);
        await Eventually.TrueAsync(() => line.IsActive && meter.TimesEmpty > 0, "it is open", Cancellation);
        using var marks = new DeviceThread("marks", stopping => Mark(journal, stopping));

        // The disk is well: twice the lease flows, a mark behind each tenth of a second.
        for (var tenth = 0; tenth < 20; tenth++)
        {
            await FlowAsync();
            await Eventually.EqualAsync(valve.Pulses, () => Volatile.Read(ref durable), "the mark", Cancellation);
        }
        Assert.True(line.IsActive);

        syncing.Reset();
        var marked = Volatile.Read(ref durable);
        await FlowAsync();
        await Eventually.TrueAsync(() => isHanging, "fsync hangs", Cancellation);
        var tenths = 1;
        for (; tenths < 100 && line.IsActive; tenths++)
            await FlowAsync();
        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(100 * tenths));

        Assert.False(line.IsActive);
        Assert.Equal(marked, Volatile.Read(ref durable));
        syncing.Set();
        await Eventually.TrueAsync(
            () => Volatile.Read(ref durable) > marked, "the disk is back, and the mark durable", Cancellation);
        Assert.Equal(1, line.TimesActive);
        await time.AdvanceUntilAsync(() => reports.Seen is [_, ..], "the report", Cancellation);
        var report = reports.Seen[0];
        Assert.Equal(ValveEnd.LeaseRanOut, report.End);
        Assert.InRange(report.Pulses - marked, Lease, Lease + PulsesATenth);
    }

    /// <summary>A tenth of a second, counted.</summary>
    private async Task FlowAsync()
    {
        var before = valve.Pulses;
        meter.Pulse(PulsesATenth);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(
            () => valve.Pulses == before + PulsesATenth || !line.IsActive, "they are counted", Cancellation);
    }

    /// <summary>The loop's part: a record, its fsync, and only then more of the lease.</summary>
    private void Mark(Journal journal, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var pulses = valve.Pulses;
            if (pulses <= durable)
            {
                stopping.WaitHandle.WaitOne(1);
                continue;
            }
            try
            {
                JournalBench.Append(journal, Records.Beer);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            Volatile.Write(ref durable, pulses);
            valve.Renew(pulses);
        }
    }
}
