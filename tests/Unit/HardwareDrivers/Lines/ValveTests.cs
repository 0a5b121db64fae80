using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>The valve's thread: whatever hangs, it closes.</summary>
public sealed class ValveTests() : ValveRig(time => time)
{
    [Fact]
    public async Task It_closes_when_the_grant_is_used_and_reports_what_flowed()
    {
        await OpenAsync();

        for (var mark = 100; mark < 1_000; mark += 100)
        {
            Meter.Pulse(100);
            await CountedAsync(mark);
            Valve.Renew(mark);
        }
        Meter.Pulse(100);

        await ClosedAsync();
        Meter.Pulse(3);
        var report = await ReportAsync();
        Assert.Equal(new ValveReport(ValveEnd.GrantUsed, 1_003, 3, 0, null), report);
    }

    [Fact]
    public async Task What_flows_after_closing_is_learned_and_the_next_opening_closes_earlier()
    {
        await OpenAsync();
        Valve.Renew(1_000);
        Meter.Pulse(1_000);
        await ClosedAsync();
        Meter.Pulse(8);
        await ReportAsync();
        Assert.Equal(2, Valve.LagPulses);

        await OpenAsync();
        Valve.Renew(1_000);
        Meter.Pulse(998);

        await ClosedAsync();
        Assert.Equal(ValveEnd.GrantUsed, (await ReportAsync(skip: 1)).End);
    }

    [Fact]
    public async Task While_fsync_hangs_for_ten_seconds_it_closes_within_the_lease()
    {
        await OpenAsync();
        Meter.Pulse(100);
        await CountedAsync(100);
        Valve.Renew(100);

        // From here on the loop waits for its disk: nobody renews, nobody closes. Beer runs at 270 Hz.
        for (var tenth = 0; tenth < 100; tenth++)
        {
            Meter.Pulse(27);
            Time.Advance(TimeSpan.FromMilliseconds(100));
            if (tenth == 9)
                await ClosedAsync();
        }

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.LeaseRanOut, report.End);
        Assert.InRange(report.Pulses - report.PulsesAfterClosing, 370, 100 + 270 + 64);
        Assert.Equal(1, Line.TimesActive);
    }

    [Fact]
    public async Task It_closes_at_the_deadline_when_nothing_flows()
    {
        await OpenAsync();

        Time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(Line.IsActive);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Line.IsActive);
        Assert.Equal(ValveEnd.DeadlinePassed, (await ReportAsync()).End);
    }

    [Fact]
    public async Task It_closes_at_the_deadline_even_when_its_thread_hangs_in_the_chip()
    {
        using var hanging = new HangingInput();
        var held = new Valve(Line, hanging, Time);
        held.Open(Grant, Reports.Add);
        await Eventually.TrueAsync(() => hanging.IsHanging && Line.IsActive, "the thread hangs", Cancellation);

        Time.Advance(TimeSpan.FromSeconds(60));

        Assert.False(Line.IsActive);
        hanging.Thaw();
        await Reports.First<ValveReport>(0, report => report.End == ValveEnd.DeadlinePassed, Cancellation);
    }

    [Fact]
    public async Task It_closes_when_it_is_told_to_without_waiting_for_its_thread()
    {
        await OpenAsync();
        Meter.Pulse(5);
        await CountedAsync(5);

        Valve.Close();

        Assert.False(Line.IsActive);
        Assert.Equal(new ValveReport(ValveEnd.Stopped, 5, 0, 0, null), await ReportAsync());
    }

    [Fact]
    public async Task It_closes_when_the_meter_is_gone()
    {
        await OpenAsync();

        Meter.Vanish();

        var report = await ReportAsync();
        Assert.Equal((ValveEnd.InputLost, "the chip is gone"), (report.End, report.Detail));
        Assert.False(Line.IsActive);
    }

    [Fact]
    public async Task It_closes_when_its_thread_fails()
    {
        var broken = new Valve(Line, new FaultyInput(), Time);

        broken.Open(Grant, Reports.Add);

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.Fault, report.End);
        Assert.Contains("planted", report.Detail, StringComparison.Ordinal);
        Assert.Equal((1, false), (Line.TimesActive, Line.IsActive));
    }

    [Fact]
    public async Task A_line_that_cannot_be_driven_is_told()
    {
        Line.Broken = "no such chip";

        Valve.Open(Grant, Reports.Add);

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.LineLost, report.End);
        Assert.Contains("no such chip", report.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_dripped_before_is_not_counted()
    {
        Meter.Pulse(7);

        await OpenAsync();
        Meter.Pulse(2);
        await CountedAsync(2);

        Valve.Close();
        Assert.Equal(2, (await ReportAsync()).Pulses);
    }

    [Fact]
    public async Task Changes_that_were_lost_count_by_half_and_half_a_pulse_is_the_house_s()
    {
        await OpenAsync();
        Meter.Pulse(10);
        Meter.Lose(41);
        Meter.Pulse(10);
        await CountedAsync(40);

        Valve.Close();

        var report = await ReportAsync();
        Assert.Equal((40, 41), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task It_cannot_be_opened_twice()
    {
        await OpenAsync();

        Assert.Throws<InvalidOperationException>(() => Valve.Open(Grant, Reports.Add));
    }

    [Fact]
    public async Task It_is_shut_when_it_is_disposed()
    {
        await OpenAsync();
        // Whoever closes it finds the line shut already when the flow has settled.
        var closing = new Thread(Valve.Dispose);
        closing.Start();

        await ClosedAsync();

        Assert.Equal(ValveEnd.Stopped, (await ReportAsync()).End);
        Assert.True(closing.Join(TimeSpan.FromSeconds(10)));
        Assert.Throws<ObjectDisposedException>(() => Valve.Open(Grant, Reports.Add));
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
