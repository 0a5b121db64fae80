namespace Tests.Browser;

/// <summary>Clocks that are turned.</summary>
public sealed class ClockTests(RunningBench bench)
{
    [Fact]
    public async Task Days_without_network_make_the_list_too_old_and_the_cable_makes_it_good_again()
    {
        var kiosk = StationOnPage.Kiosk(await bench.OpenAsync());
        await kiosk.PressAsync("Pull the network cable");
        for (var day = 1; day <= 4; day++)
            await kiosk.PressAsync("Clock: a day on");
        await kiosk.SaysAsync("Its clock is 96 hours ahead.");
        await BuyAsync(kiosk, "405");

        await kiosk.PressAsync("Put the network cable in");
        await kiosk.SaysAsync("The ledger has every line.");
        await BuyAsync(kiosk, "Thank you");
    }

    private static async Task BuyAsync(StationOnPage kiosk, string answer)
    {
        await kiosk.PressAsync("Clear");
        await kiosk.PressAsync("1 Beer");
        await kiosk.ShowsAsync("3.50 €");
        await kiosk.LayAsync("Dora");
        await kiosk.ShowsAsync(answer);
        await kiosk.TakeAsync("Dora");
    }
}
