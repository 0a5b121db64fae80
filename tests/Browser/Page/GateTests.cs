namespace Tests.Browser;

/// <summary>A turnstile as the page shows it.</summary>
public sealed class GateTests(RunningBench bench)
{
    [Fact]
    public async Task Who_pays_gets_through_once_and_who_does_not_is_held_back()
    {
        var gate = StationOnPage.Gate(await bench.OpenAsync());
        await gate.ShowsAsync("Entry");
        await gate.SaysAsync("Turnstile: locked");
        await gate.PressAsync("Somebody walks up to it");
        await gate.SaysAsync("It is locked: nobody got through.");
        var before = await gate.PeopleAsync();

        await gate.LayAsync("Chloe");
        await gate.ShowsAsync("Please go in");
        await gate.SaysAsync("Turnstile: free");
        await gate.PressAsync("Somebody walks up to it");
        await gate.SaysAsync($"Gone through: {before + 1}");
        await gate.SaysAsync("Turnstile: locked");
        await gate.TakeAsync("Chloe");
        await gate.ShowsAsync("Entry");

        await gate.LayAsync("Chloe");
        await gate.ShowsAsync("204");
        await gate.SaysAsync("Turnstile: locked");
        await gate.TakeAsync("Chloe");
    }

    [Fact]
    public async Task A_fire_opens_and_force_puts_it_out_of_service()
    {
        var gate = StationOnPage.Gate(await bench.OpenAsync());
        await gate.ShowsAsync("Entry");
        await gate.PressAsync("Fire alarm on");
        await gate.SaysAsync("Turnstile: free");
        await gate.FactAsync("fireOpened");
        await gate.PressAsync("Fire alarm off");
        await gate.SaysAsync("Turnstile: locked");

        await gate.PressAsync("Force it");
        await gate.ShowsAsync("Out of service");
        await gate.SaysAsync("Lamp and buzzer: alarm");
        await gate.PressAsync("Leave it alone again");
        await gate.ShowsAsync("Entry");
    }
}
