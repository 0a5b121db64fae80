using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>The valve's thread: whatever hangs, it closes.</summary>
public sealed class ValveTests : IDisposable
{
    private static readonly ValveGrant Grant = new(1_000, TimeSpan.FromSeconds(60), 270);

    private readonly ManualTime time = new();
    private readonly WatchedLine line = new();
    private readonly PushedInput meter;
    private readonly Valve valve;
    private readonly EventLog<ValveReport> reports = new();

    public ValveTests()
    {
        meter = new PushedInput(time);
        valve = new Valve(line, meter, time);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        // Nobody advances the clock any more: the flow settles because its line is gone.
        valve.Close();
        meter.Vanish();
        valve.Dispose();
        meter.Dispose();
    }

    [Fact]
    public async Task It_closes_when_the_grant_is_used_and_reports_what_flowed()
    {
        await OpenAsync();

        for (var mark = 100; mark < 1_000; mark += 100)
        {
            meter.Pulse(100);
            await CountedAsync(mark);
            valve.Renew(mark);
        }
        meter.Pulse(100);

        await ClosedAsync();
        meter.Pulse(3);
        var report = await ReportAsync();
        Assert.Equal(new ValveReport(ValveEnd.GrantUsed, 1_003, 3, 0, null), report);
    }

    [Fact]
    public async Task What_flows_after_closing_is_learned_and_the_next_opening_closes_earlier()
    {
        await OpenAsync();
        valve.Renew(1_000);
        meter.Pulse(1_000);
        await ClosedAsync();
        meter.Pulse(8);
        await ReportAsync();
        Assert.Equal(2, valve.LagPulses);

        await OpenAsync();
        valve.Renew(1_000);
        meter.Pulse(998);

        await ClosedAsync();
        Assert.Equal(ValveEnd.GrantUsed, (await ReportAsync(skip: 1)).End);
    }

    [Fact]
    public async Task While_fsync_hangs_for_ten_seconds_it_closes_within_the_lease()
    {
        await OpenAsync();
        meter.Pulse(100);
        await CountedAsync(100);
        valve.Renew(100);

        // From here on the loop waits for its disk: nobody renews, nobody closes. Beer runs at 270 Hz.
        for (var tenth = 0; tenth < 100; tenth++)
        {
            meter.Pulse(27);
            time.Advance(TimeSpan.FromMilliseconds(100));
            if (tenth == 9)
                await ClosedAsync();
        }

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.LeaseRanOut, report.End);
        Assert.InRange(report.Pulses - report.PulsesAfterClosing, 370, 100 + 270 + 64);
        Assert.Equal(1, line.TimesActive);
    }

    [Fact]
    public async Task It_closes_at_the_deadline_when_nothing_flows()
    {
        await OpenAsync();

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(line.IsActive);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(line.IsActive);
        Assert.Equal(ValveEnd.DeadlinePassed, (await ReportAsync()).End);
    }

    [Fact]
    public async Task It_closes_at_the_deadline_even_when_its_thread_hangs_in_the_chip()
    {
        using var hanging = new HangingInput();
        var held = new Valve(line, hanging, time);
        held.Open(Grant, reports.Add);
        await Eventually.TrueAsync(() => hanging.IsHanging && line.IsActive, "the thread hangs", Cancellation);

        time.Advance(TimeSpan.FromSeconds(60));

        Assert.False(line.IsActive);
        hanging.Thaw();
        await reports.First<ValveReport>(0, report => report.End == ValveEnd.DeadlinePassed, Cancellation);
    }

    [Fact]
    public async Task It_closes_when_it_is_told_to_without_waiting_for_its_thread()
    {
        await OpenAsync();
        meter.Pulse(5);
        await CountedAsync(5);

        valve.Close();

        Assert.False(line.IsActive);
        Assert.Equal(new ValveReport(ValveEnd.Stopped, 5, 0, 0, null), await ReportAsync());
    }

    [Fact]
    public async Task It_closes_when_the_meter_is_gone()
    {
        await OpenAsync();

        meter.Vanish();

        var report = await ReportAsync();
        Assert.Equal((ValveEnd.InputLost, "the chip is gone"), (report.End, report.Detail));
        Assert.False(line.IsActive);
    }

    [Fact]
    public async Task It_closes_when_its_thread_fails()
    {
        var broken = new Valve(line, new FaultyInput(), time);

        broken.Open(Grant, reports.Add);

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.Fault, report.End);
        Assert.Contains("planted", report.Detail, StringComparison.Ordinal);
        Assert.Equal((1, false), (line.TimesActive, line.IsActive));
    }

    [Fact]
    public async Task A_line_that_cannot_be_driven_is_told()
    {
        line.Broken = "no such chip";

        valve.Open(Grant, reports.Add);

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.LineLost, report.End);
        Assert.Contains("no such chip", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_dripped_before_is_not_counted()
    {
        meter.Pulse(7);

        await OpenAsync();
        meter.Pulse(2);
        await CountedAsync(2);

        valve.Close();
        Assert.Equal(2, (await ReportAsync()).Pulses);
    }

    [Fact]
    public async Task Changes_that_were_lost_count_by_half_and_half_a_pulse_is_the_house_s()
    {
        await OpenAsync();
        meter.Pulse(10);
        meter.Lose(41);
        meter.Pulse(10);
        await CountedAsync(40);

        valve.Close();

        var report = await ReportAsync();
        Assert.Equal((40, 41), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task It_cannot_be_opened_twice()
    {
        await OpenAsync();

        Assert.Throws<InvalidOperationException>(() => valve.Open(Grant, reports.Add));
    }

    [Fact]
    public async Task It_is_shut_when_it_is_disposed()
    {
        await OpenAsync();
        // Whoever closes it finds the line shut already when the flow has settled.
        var closing = new Thread(valve.Dispose);
        closing.Start();

        await ClosedAsync();

        Assert.Equal(ValveEnd.Stopped, (await ReportAsync()).End);
        Assert.True(closing.Join(TimeSpan.FromSeconds(10)));
        Assert.Throws<ObjectDisposedException>(() => valve.Open(Grant, reports.Add));
    }

    private async Task OpenAsync()
    {
        var empty = meter.TimesEmpty;
        valve.Open(Grant, reports.Add);
        await Eventually.TrueAsync(() => line.IsActive && meter.TimesEmpty > empty, "it is open", Cancellation);
    }

    private Task CountedAsync(long pulses) =>
        Eventually.EqualAsync(pulses, () => valve.Pulses, "pulses counted", Cancellation);

    private Task ClosedAsync() => Eventually.TrueAsync(() => !line.IsActive, "it is closed", Cancellation);

    /// <summary>Lets the flow settle: its thread may have to wait for that more than once.</summary>
    private async Task<ValveReport> ReportAsync(int skip = 0)
    {
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return reports.Seen.Count > skip;
            },
            "the report is there",
            Cancellation);
        return reports.Seen[skip];
    }

    private sealed class HangingInput : IInputLine
    {
        private readonly ManualResetEventSlim thawed = new();

        public bool IsActive => false;

        public bool IsHanging { get; private set; }

        public void Thaw() => thawed.Set();

        public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation)
        {
            if (timeout == TimeSpan.Zero)
                return 0;
            IsHanging = true;
            thawed.Wait(CancellationToken.None);
            return 0;
        }

        public void Dispose() => thawed.Dispose();
    }

    private sealed class FaultyInput : IInputLine
    {
        public bool IsActive => false;

        public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation) =>
            timeout == TimeSpan.Zero ? 0 : throw new InvalidOperationException("planted");

        public void Dispose()
        {
        }
    }
}
