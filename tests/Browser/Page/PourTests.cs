using System.Text.Json;

namespace Tests.Browser;

/// <summary>A pour as the page shows it, through what can go wrong.</summary>
public sealed class PourTests(RunningBench bench)
{
    private const int CentsALitre = 700;

    [Fact]
    public async Task A_pour_without_network_whose_plug_is_pulled_is_billed_to_its_last_mark()
    {
        var page = await bench.OpenAsync();
        var drink = StationOnPage.Drink(page);
        await ChooseAsync(drink);
        await drink.PressAsync("Pull the network cable");
        await drink.LayAsync("Anna");
        await drink.ShowsAsync("Pour now");
        await drink.SaysAsync("Pils: valve open");
        await drink.HoldsAsync(12);

        await drink.PressAsync("Pull the plug");
        await drink.ShowsAsync("dark");
        await drink.SaysAloudAsync("Display: dark");
        await drink.SaysAsync("Pils: valve shut");
        await drink.TakeAsync("Anna");
        var poured = await drink.CentilitresAsync();
        await drink.PressAsync("Put the plug in");
        // By then the pour is billed: no capture of another on the page is taken for its.
        await drink.ShowsAsync("Choose a tap");

        var capture = await drink.FactAsync("capture");
        var mark = await drink.FactAsync("mark");
        await drink.SaysAsync("wait for the ledger");
        var (billed, microlitres) = (Cents(capture), mark.GetProperty("microlitres").GetInt64());
        Assert.Equal("powerCut", capture.GetProperty("end").GetString());
        Assert.Equal(microlitres * CentsALitre / 1_000_000, billed);
        // Never more than there is in the glass, and less by no more than the lease and a mark.
        Assert.InRange(poured - microlitres / 10_000m, 0, 7.5m);

        await drink.PressAsync("Put the network cable in");
        await drink.SaysAsync("The ledger has every line.");
        await bench.Program.LedgerSaysAsync("anna", 1_000 - billed);
    }

    [Fact]
    public async Task A_pour_ends_when_the_card_is_taken_and_costs_what_is_in_the_glass()
    {
        var page = await bench.OpenAsync();
        var drink = StationOnPage.Drink(page);
        await ChooseAsync(drink);
        await drink.LayAsync("Dora");
        await drink.HoldsAsync(6);
        await drink.TakeAsync("Dora");
        await drink.ShowsAsync("Enjoy");
        await drink.SaysAsync("Pils: valve shut");

        var capture = await drink.FactAsync("capture");
        var poured = await drink.CentilitresAsync();
        // A pulse is 0.25 cl; the one under way is nobody's yet.
        Assert.InRange(poured * 10_000 - capture.GetProperty("microlitres").GetInt64(), 0, 2_500);
        Assert.Equal("cardGone", capture.GetProperty("end").GetString());
        Assert.Equal(capture.GetProperty("microlitres").GetInt64() * CentsALitre / 1_000_000, Cents(capture));
    }

    private static async Task ChooseAsync(StationOnPage drink)
    {
        await drink.ShowsAsync("Choose a tap");
        await drink.PressAsync("Pils: take an empty glass");
        await drink.PressAsync("1 Pils");
        await drink.ShowsAsync("A litre 7.00 €");
    }

    private static long Cents(JsonElement capture) => capture.GetProperty("payment").GetProperty("parts")
        .EnumerateArray().Sum(part => part.GetProperty("amount").GetInt64());
}
