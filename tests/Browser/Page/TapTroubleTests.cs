namespace Tests.Browser;

/// <summary>What the bench lets go wrong at a tap. What comes of each trouble is tried without a browser.</summary>
public sealed class TapTroubleTests(RunningBench bench)
{
    [Fact]
    public async Task A_tap_that_leaks_closes_the_station_and_rings_and_can_be_mended()
    {
        // Of its own: the station stays closed.
        await using var program = await BenchProgram.StartAsync(RunningBench.Story, "C");
        var drink = StationOnPage.Drink(await bench.OpenAsync(of: program));
        await drink.ShowsAsync("Choose a tap");

        await drink.PressAsync("Pils: let the valve leak");
        await drink.SaysAsync("Lamp and buzzer: alarm");
        await drink.ShowsAsync("Out of service");
        await drink.ShowsAsync("502");
        Assert.Equal("ValveLeaks", (await drink.FactAsync("faultRaised")).GetProperty("fault").GetString());

        await drink.PressAsync("Pils: mend it");
        await drink.SaysAsync("Pils: hold the meter fast");
    }
}
