using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Tests.Support;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>What a valve does, and what it learns, when its line or its meter fails.</summary>
public sealed class ValveTroubleTests() : ValveRig(time => new RememberedTimers(time))
{
    private RememberedTimers Late => (RememberedTimers)Timers;

    [Fact]
    public async Task A_valve_that_cannot_be_closed_is_told_and_tried_again_until_it_is_shut()
    {
        await OpenAsync();
        Line.Stuck = "the chip is gone";
        Valve.Renew(1_000);
        Meter.Pulse(1_000);

        var report = await ReportAsync();

        Assert.Equal((ValveEnd.LineLost, 1_000), (report.End, report.Pulses));
        Assert.Contains("GrantUsed; the valve's line: the chip is gone", report.Detail, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Valve.Open(Grant, Reports.Add));
        Assert.True(Line.IsActive);
        Line.Stuck = null;
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Line.IsActive);
        Assert.True(Valve.IsReady);
        Assert.Single(Reports.Seen);
    }

    [Fact]
    public void A_valve_that_something_else_has_opened_is_shut_by_an_order_to_close()
    {
        Line.Set(true);

        Valve.Close();

        Assert.False(Line.IsActive);
    }

    [Fact]
    public async Task A_valve_that_is_shut_late_keeps_its_reason_and_learns_nothing()
    {
        await OpenAsync();
        Line.Stuck = "no answer";
        Valve.Renew(1_000);
        Meter.Pulse(1_000);
        await CountedAsync(1_000);
        Line.Stuck = null;
        Meter.Pulse(50);
        await CountedAsync(1_050);

        var report = await ReportAsync();

        Assert.Equal((ValveEnd.GrantUsed, 1_050), (report.End, report.Pulses));
        Assert.Contains("no answer", report.Detail, StringComparison.Ordinal);
        Assert.Equal((0, true, false), (Valve.LagPulses, Valve.IsReady, Line.IsActive));
    }

    [Fact]
    public async Task A_valve_that_cannot_be_closed_is_tried_again_while_its_thread_hangs()
    {
        await OpenAsync();
        Line.Stuck = "no answer";
        Valve.Close();
        Assert.True(Line.IsActive);

        Line.Stuck = null;
        Late.Fire(0);

        Assert.False(Line.IsActive);
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

        Valve.Open(new ValveGrant(grant, TimeSpan.FromSeconds(seconds), lease), Reports.Add);

        Assert.Equal(new ValveReport(end, 0, 0, 0, null), await ReportAsync(skip: 1));
        Assert.Equal((1, 2), (Line.TimesActive, Valve.LagPulses));
    }

    [Fact]
    public async Task A_leak_after_the_closing_is_no_lag_beyond_a_lease()
    {
        for (var opening = 0; opening < 20; opening++)
        {
            await OpenAsync();
            Valve.Close();
            Meter.Pulse(2_000);
            await CountedAsync(2_000);
            await ReportAsync(skip: opening);
        }

        Assert.Equal(Grant.LeasePulses, Valve.LagPulses);
    }

    [Fact]
    public async Task Lost_changes_close_it_early_and_are_charged_late()
    {
        await OpenAsync();
        Valve.Renew(1_000);
        Meter.Pulse();
        // Between an active and an inactive change each: a pulse may have been lost or not.
        for (var gap = 0; gap < 500; gap++)
        {
            Meter.Lose(1);
            Meter.Pulse();
        }

        await ClosedAsync();

        var report = await ReportAsync();
        Assert.Equal(ValveEnd.GrantUsed, report.End);
        Assert.Equal((501, 500), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task What_is_lost_before_the_first_change_of_an_opening_is_counted()
    {
        Meter.Pulse(3);
        await OpenAsync();
        Meter.Lose(20);
        Meter.Pulse(5);
        await CountedAsync(15);
        Valve.Close();
        await ReportAsync();

        await OpenAsync();
        Meter.Lose(10);
        Meter.Pulse(1);
        await CountedAsync(6);
        Valve.Close();

        var report = await ReportAsync(skip: 1);
        Assert.Equal((6, 10), (report.Pulses, report.LostEdges));
    }

    [Fact]
    public async Task A_meter_that_is_lost_after_the_closing_is_told_and_teaches_nothing()
    {
        await TeachAsync(lagPulses: 2);
        await OpenAsync();
        Meter.Pulse(5);
        await CountedAsync(5);
        Valve.Close();

        Meter.Vanish();

        var report = await ReportAsync(skip: 1);
        Assert.Equal((ValveEnd.Stopped, "the chip is gone"), (report.End, report.Detail));
        Assert.Equal((2, true), (Valve.LagPulses, Valve.IsReady));
    }

    [Fact]
    public async Task A_meter_that_is_lost_before_the_opening_charges_nobody_for_the_last_one()
    {
        await OpenAsync();
        Meter.Pulse(5);
        await CountedAsync(5);
        Valve.Close();
        await ReportAsync();
        Meter.Vanish();

        Valve.Open(Grant, Reports.Add);

        var report = await ReportAsync(skip: 1);
        Assert.Equal((ValveEnd.InputLost, 0, 0), (report.End, report.Pulses, report.PulsesAfterClosing));
        Assert.Equal(1, Line.TimesActive);
    }

    [Fact]
    public async Task A_closer_that_comes_late_leaves_the_next_opening_alone()
    {
        await OpenAsync();
        Valve.Close();
        await ReportAsync();
        await OpenAsync();

        Late.Fire(0);

        Assert.True(Line.IsActive);
        Late.Fire(1);
        Assert.Equal(ValveEnd.DeadlinePassed, (await ReportAsync(skip: 1)).End);
    }

    private async Task TeachAsync(int lagPulses)
    {
        await OpenAsync();
        Valve.Close();
        Meter.Pulse(lagPulses * 4);
        await ReportAsync();
        Assert.Equal(lagPulses, Valve.LagPulses);
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
