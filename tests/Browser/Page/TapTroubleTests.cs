namespace Tests.Browser;

/// <summary>What goes wrong at a tap, and the card of the staff that ends it.</summary>
public sealed class TapTroubleTests(RunningBench bench)
{
    [Fact]
    public async Task Leak_dead_meter_and_empty_keg_close_what_they_must_until_staff_have_been_there()
    {
        // Of its own: the station is closed meanwhile.
        await using var program = await BenchProgram.StartAsync(RunningBench.Story, "C");
        var drink = StationOnPage.Drink(await bench.OpenAsync(of: program));
        await drink.ShowsAsync("Choose a tap");

        await drink.PressAsync("Pils: let the valve leak");
        await drink.SaysAsync("Lamp and buzzer: alarm");
        await IsClosedByAsync(drink, "ValveLeaks");
        await drink.PressAsync("Pils: mend it");
        await OpenAgainAsync(drink, "ValveLeaks");

        await drink.PressAsync("Pils: hold the meter fast");
        await drink.PressAsync("1 Pils");
        await drink.ShowsAsync("Hold your card here");
        await drink.LayAsync("Anna");
        await IsClosedByAsync(drink, "MeterDead");
        await drink.TakeAsync("Anna");
        await drink.PressAsync("Pils: mend it");
        await OpenAgainAsync(drink, "MeterDead");

        await drink.PressAsync("Pils: empty the keg");
        await drink.PressAsync("1 Pils");
        await drink.ShowsAsync("Hold your card here");
        await drink.LayAsync("Anna");
        await drink.FactAsync("capture", "tooSlow");
        await drink.TakeAsync("Anna");
        await drink.ShowsAsync("Choose a tap");
        await drink.PressAsync("1 Pils");
        await drink.ShowsAsync("Empty");
        await drink.PressAsync("Pils: mend it");
        await drink.PressAsync("Staff: new keg");
        await drink.ShowsAsync("Hold a staff card");
        await drink.LayAsync("Nadia");
        await drink.FactAsync("kegChanged");
        await drink.ShowsAsync("Pils, New keg");
        await drink.TakeAsync("Nadia");
        await drink.ShowsAsync("Choose a tap");
    }

    private static async Task IsClosedByAsync(StationOnPage drink, string fault)
    {
        await drink.ShowsAsync("Out of service");
        await drink.ShowsAsync("502");
        await drink.FactAsync("faultRaised", fault);
    }

    private static async Task OpenAgainAsync(StationOnPage drink, string fault)
    {
        await drink.LayAsync("Nadia");
        await drink.FactAsync("faultCleared", fault);
        await drink.TakeAsync("Nadia");
        await drink.ShowsAsync("Choose a tap");
    }
}
