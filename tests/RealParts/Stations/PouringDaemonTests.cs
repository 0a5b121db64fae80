using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Stations;

/// <summary>A pour through the whole daemon: reader, core, journal, the valve's thread, and water.</summary>
public sealed class PouringDaemonTests
{
    [Fact]
    public async Task A_card_that_is_taken_away_pays_what_has_flowed_and_the_valve_is_shut()
    {
        await using var tap = await LoneTap.OpenAsync();
        await tap.BeginAsync();
        await tap.FlowsAsync(60_000);
        await tap.Station.TakeAsync();

        var (hold, capture) = await tap.BilledAsync();

        Assert.False(tap.Glass.IsOpen);
        Assert.Equal("cardGone", capture.End);
        Assert.Equal((tap.Glass.Pulses, tap.Glass.Microlitres), (capture.Pulses, capture.Microlitres));
        LoneTap.IsBilled(hold, capture);
        Assert.Equal(1, tap.Openings);
        await tap.Station.VerifyAsync();
    }

    [Fact]
    public async Task A_daemon_that_is_killed_lets_the_valve_go_and_bills_to_the_last_mark_before_it_takes_a_tap()
    {
        await using var tap = await LoneTap.OpenAsync();
        await tap.BeginAsync();
        await tap.Station.FactAsync<Fact.Mark>(mark => mark.Microlitres >= 2 * 25_000);
        await tap.Station.PullThePlugAsync();
        await tap.ShutsAsync();
        var marked = tap.Station.Facts<Fact.Mark>().Last();
        Assert.InRange(marked.Pulses, 1, tap.Glass.Pulses);
        Assert.Empty(tap.Station.Facts<Fact.Capture>());

        // The card lies there all the time.
        await tap.Station.StartAgainAsync(LoneTap.Serving);
        var (hold, capture) = await tap.BilledAsync();
        Assert.Equal("powerCut", capture.End);
        Assert.Equal((marked.Pulses, marked.Microlitres), (capture.Pulses, capture.Microlitres));
        LoneTap.IsBilled(hold, capture);
        Assert.Equal(1, tap.Openings);

        await tap.Station.TakeAtRestAsync();
        await tap.BeginAsync();
        Assert.Equal(
            [nameof(Fact.Hold), nameof(Fact.Capture), nameof(Fact.Hold)],
            tap.Station.Journal.Select(record => record.Fact.GetType().Name)
                .Where(name => name is nameof(Fact.Hold) or nameof(Fact.Capture)));
        await tap.Station.PullThePlugAsync();
        await tap.Station.VerifyAsync();
    }
}
