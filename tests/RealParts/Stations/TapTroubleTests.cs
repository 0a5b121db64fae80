using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>What goes wrong with valves, meters and kegs, through the whole daemon, and how staff end it.</summary>
public sealed class TapTroubleTests
{
    private const string Closed = "Out of service";

    [Fact]
    public async Task A_leak_is_billed_to_nobody_and_closes_the_station_with_an_alarm_over_a_restart_too()
    {
        await using var tap = await LoneTap.OpenAsync();
        await tap.BeginAsync();
        await tap.FlowsAsync(40_000);
        tap.Glass.Trouble = TapTrouble.ValveLeaks;
        await tap.Station.TakeAsync();

        var (hold, capture) = await tap.BilledAsync();
        Assert.Equal("leak", capture.End);
        Assert.InRange(capture.Pulses, 1, tap.Glass.Pulses - 1);
        LoneTap.IsBilled(hold, capture);
        await IsClosedAsync(tap, Fault.ValveLeaks);
        await tap.Station.AlarmsAsync();

        await tap.Station.PullThePlugAsync();
        tap.Glass.Trouble = TapTrouble.None;
        await tap.Station.StartAgainAsync(Closed);
        await tap.Station.AlarmsAsync();
        await IsClosedAsync(tap, Fault.ValveLeaks);

        await IsPutBackToWorkAsync(tap, Fault.ValveLeaks);
    }

    [Fact]
    public async Task A_dead_meter_ends_the_pour_for_nothing_and_closes_the_station_until_staff_come()
    {
        await using var tap = await LoneTap.OpenAsync();
        tap.Glass.Trouble = TapTrouble.MeterStuck;
        await tap.BeginAsync();

        Assert.Equal("meterDead", (await tap.Station.FactAsync<Fact.Release>()).End);
        await tap.Station.TakeAsync();
        await IsClosedAsync(tap, Fault.MeterDead);
        Assert.Empty(tap.Station.Facts<Fact.Capture>());

        tap.Glass.Trouble = TapTrouble.None;
        await IsPutBackToWorkAsync(tap, Fault.MeterDead);
    }

    [Fact]
    public async Task A_trickle_ends_the_pour_and_the_keg_is_empty_until_staff_come()
    {
        await using var tap = await LoneTap.OpenAsync();
        tap.Glass.Trouble = TapTrouble.KegNearlyEmpty;
        await tap.BeginAsync();

        var (hold, capture) = await tap.BilledAsync();
        Assert.Equal("tooSlow", capture.End);
        LoneTap.IsBilled(hold, capture);
        await tap.Station.TakeAsync();
        await IsClosedAsync(tap, Fault.KegEmpty);

        tap.Glass.Trouble = TapTrouble.None;
        await IsPutBackToWorkAsync(tap, Fault.KegEmpty);
    }

    private static async Task IsClosedAsync(LoneTap tap, Fault fault)
    {
        await tap.Station.FactAsync<Fact.FaultRaised>(raised => raised.Fault == fault.ToString());
        await tap.ShutsAsync();
        await tap.Station.SaysAsync(Closed);
        await tap.Station.IsIgnoredAsync(Kiosks.Guest);
        Assert.Equal(1, tap.Openings);
    }

    private static async Task IsPutBackToWorkAsync(LoneTap tap, Fault fault)
    {
        await tap.PutBackToWorkAsync();
        await tap.Station.FactAsync<Fact.FaultCleared>(cleared => cleared.Fault == fault.ToString());
        await tap.BeginAsync();
        await tap.FlowsAsync(10_000);
        Assert.Equal(2, tap.Openings);
    }
}
