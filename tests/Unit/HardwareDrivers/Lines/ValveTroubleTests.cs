using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>What a valve does, and what it learns, when its line or its meter fails.</summary>
public sealed class ValveTroubleTests : IDisposable
{
    private static readonly ValveGrant Grant = new(1_000, TimeSpan.FromSeconds(60), 270);

    private readonly ManualTime time = new();
    private readonly RememberedTimers timers;
    private readonly WatchedLine line = new();
    private readonly PushedInput meter;
    private readonly Valve valve;
    private readonly EventLog<ValveReport> reports = new();

    public ValveTroubleTests()
    {
        timers = new RememberedTimers(time);
        meter = new PushedInput(time);
        valve = new Valve(line, meter, timers);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        valve.Close();
        meter.Vanish();
        valve.Dispose();
        meter.Dispose();
    }

    [Fact]
    public async Task A_valve_that_cannot_be_closed_is_told_and_tried_again_until_it_is_shut()
    {
        await OpenAsync();
        line.Stuck = "the chip is gone";
        valve.Renew(1_000);
        meter.Pulse(1_000);

        var report = await ReportAsync();

        Assert.Equal((ValveEnd.LineLost, 1_000), (report.End, report.Pulses));
        Assert.Contains("GrantUsed; the valve's line: the chip is gone", report.Detail, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => valve.Open(Grant, reports.Add));
        Assert.True(line.IsActive);
        line.Stuck = null;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(line.IsActive);
        Assert.True(valve.IsReady);
        Assert.Single(reports.Seen);
    }

    [Fact]
    public async Task A_valve_that_is_shut_late_keeps_its_reason_and_learns_nothing()
    {
        await OpenAsync();
        line.Stuck = "no answer";
        valve.Renew(1_000);
        meter.Pulse(1_000);
        await CountedAsync(1_000);
        line.Stuck = null;
        meter.Pulse(50);
        await CountedAsync(1_050);

        var report = await ReportAsync();

        Assert.Equal((ValveEnd.GrantUsed, 1_050), (report.End, report.Pulses));
        Assert.Contains("no answer", report.Detail, StringComparison.Ordinal);
        Assert.Equal((0, true, false), (valve.LagPulses, valve.IsReady, line.IsActive));
    }

    [Fact]
    public async Task A_valve_that_cannot_be_closed_is_tried_again_while_its_thread_hangs()
    {
        await OpenAsync();
        line.Stuck = "no answer";
        valve.Close();
        Assert.True(line.IsActive);

        line.Stuck = null;
        timers.Fire(0);

        Assert.False(line.IsActive);
    }

    [Theory]
    // grant, seconds, lease
    [InlineData(0, 60, 270, ValveEnd.GrantUsed)]
    [InlineData(2, 60, 270, ValveEnd.GrantUsed)]
    [InlineData(1_000, 0, 270, ValveEnd.DeadlinePassed)]
    [InlineData(1_000, 60, 0, ValveEnd.LeaseRanOut)]
    public async Task A_grant_that_is_used_up_does_not_open_it(long grant, int seconds, long lease, ValveEnd end)
    {
        await TeachAsync(lagPulses: 2);

        valve.Open(new ValveGrant(grant, TimeSpan.FromSeconds(seconds), lease), reports.Add);

        Assert.Equal(new ValveReport(end, 0, 0, 0, null), await ReportAsync(skip: 1));
        Assert.Equal((1, 2), (line.TimesActive, valve.LagPulses));
    }

    [Fact]
    public async Task A_leak_after_the_closing_is_no_lag_beyond_a_lease()
    {
        for (var opening = 0; opening < 20; opening++)
        {
            await OpenAsync();
            valve.Close();
            meter.Pulse(2_000);
            await CountedAsync(2_000);
            await ReportAsync(skip: opening);
        }

        Assert.Equal(Grant.LeasePulses, valve.LagPulses);
    }

    [Fact]
    public async Task Lost_changes_close_it_early_and_are_charged_late()
    {
        await OpenAsync();
        valve.Renew(1_000);
        meter.Pulse();
        // Between an active and an inactive change each: a pulse may have been lost or not.
        for (var gap = 0; gap < 500; gap++)
        {
            meter.Lose(1);
            meter.Pulse();
        }

        await ClosedAsync();

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.GrantUsed, report.End);
        Assert.Equal((501, 500), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task What_is_lost_before_the_first_change_of_an_opening_is_counted()
    {
        meter.Pulse(3);
        await OpenAsync();
        meter.Lose(20);
        meter.Pulse(5);
        await CountedAsync(15);
        valve.Close();
        await ReportAsync();

        await OpenAsync();
        meter.Lose(10);
        meter.Pulse(1);
        await CountedAsync(6);
        valve.Close();

        var report = await ReportAsync(skip: 1);
        Assert.Equal((6, 10), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task A_meter_that_is_lost_after_the_closing_is_told_and_teaches_nothing()
    {
        await TeachAsync(lagPulses: 2);
        await OpenAsync();
        meter.Pulse(5);
        await CountedAsync(5);
        valve.Close();

        meter.Vanish();

        var report = await ReportAsync(skip: 1);
        Assert.Equal((ValveEnd.Stopped, "the chip is gone"), (report.End, report.Detail));
        Assert.Equal((2, true), (valve.LagPulses, valve.IsReady));
    }

    [Fact]
    public async Task A_meter_that_is_lost_before_the_opening_charges_nobody_for_the_last_one()
    {
        await OpenAsync();
        meter.Pulse(5);
        await CountedAsync(5);
        valve.Close();
        await ReportAsync();
        meter.Vanish();

        valve.Open(Grant, reports.Add);

        var report = await ReportAsync(skip: 1);
        Assert.Equal((ValveEnd.InputLost, 0, 0), (report.End, report.Pulses, report.PulsesAfterClosing));
        Assert.Equal(1, line.TimesActive);
    }

    [Fact]
    public async Task A_closer_that_comes_late_leaves_the_next_opening_alone()
    {
        await OpenAsync();
        valve.Close();
        await ReportAsync();
        await OpenAsync();

        timers.Fire(0);

        Assert.True(line.IsActive);
        timers.Fire(1);
        Assert.Equal(ValveEnd.DeadlinePassed, (await ReportAsync(skip: 1)).End);
    }

    private async Task TeachAsync(int lagPulses)
    {
        await OpenAsync();
        valve.Close();
        meter.Pulse(lagPulses * 4);
        await ReportAsync();
        Assert.Equal(lagPulses, valve.LagPulses);
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

    /// <summary>A clock whose timers a test can fire late, as a busy machine does.</summary>
    private sealed class RememberedTimers(ManualTime time) : TimeProvider
    {
        private readonly List<Action> callbacks = [];

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        /// <param name="made">Of those that the valve made, counted from 0.</param>
        public void Fire(int made) => callbacks[made]();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callbacks.Add(() => callback(state));
            return time.CreateTimer(callback, state, dueTime, period);
        }
    }
}
