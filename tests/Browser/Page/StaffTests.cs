namespace Tests.Browser;

/// <summary>What guests other than the usual ones meet, and what staff do, as somebody is trained on it.</summary>
public sealed class StaffTests(RunningBench bench)
{
    [Fact]
    public async Task A_French_card_is_spoken_to_in_French_by_an_English_terminal()
    {
        var page = await bench.OpenAsync();
        var kiosk = StationOnPage.Kiosk(page);
        await ClearAsync(kiosk);
        await kiosk.LayAsync("Lea");
        await kiosk.ShowsAsync("Votre solde");
        Assert.Equal("fr", await kiosk.LanguageAsync());
        await kiosk.TakeAsync("Lea");
        await kiosk.ShowsAsync("Welcome");

        await kiosk.LayAsync("Anna");
        await kiosk.ShowsAsync("Your balance");
        Assert.Equal("en", await kiosk.LanguageAsync());
        await kiosk.TakeAsync("Anna");
        await kiosk.ShowsAsync("Welcome");
    }

    [Fact]
    public async Task Staff_refill_a_card_by_PIN_and_the_ledger_books_it()
    {
        var kiosk = StationOnPage.Kiosk(await bench.OpenAsync());
        await ClearAsync(kiosk);
        await kiosk.LayAsync("Otto");
        await kiosk.ShowsAsync("PIN");
        foreach (var key in new[] { "2 Syrup <i>&amp;</i>", "4", "6", "8 Cider", "ok" })
            await kiosk.PressAsync(key);
        await kiosk.ShowsAsync("1 Refill");
        await kiosk.PressAsync("1 Beer");
        await kiosk.ShowsAsync("Type the cents");
        foreach (var key in new[] { "5", "0", "0" })
            await kiosk.PressAsync(key);
        await kiosk.ShowsAsync("5.00 €, Guest's card here");
        await kiosk.LayAsync("Ines");
        await kiosk.ShowsAsync("On the card 10.00 €, Done");
        await kiosk.TakeAsync("Ines");

        var refill = await kiosk.FactAsync("refill");
        var part = Assert.Single(refill.GetProperty("payment").GetProperty("parts").EnumerateArray());
        Assert.Equal(
            ("TLF", 500), (part.GetProperty("asset").GetString(), part.GetProperty("amount").GetInt32()));
        await kiosk.PressAsync("Clear");
        await kiosk.ShowsAsync("Welcome");
        await bench.Program.LedgerSaysAsync("ines", 1_000);
    }

    [Fact]
    public async Task A_member_goes_in_for_nothing()
    {
        var gate = StationOnPage.Gate(await bench.OpenAsync());
        await gate.ShowsAsync("Member free");
        await gate.LayAsync("Ines");
        await gate.ShowsAsync("Please go in, Member");
        await gate.PressAsync("Somebody walks up to it");
        await gate.FactAsync("entryPassed");
        var entry = await gate.FactAsync("entry");
        await gate.TakeAsync("Ines");

        Assert.True(!entry.TryGetProperty("payments", out var payments) || payments.GetArrayLength() == 0);
        await gate.ShowsAsync("Entry");
    }

    [Fact]
    public async Task Staff_let_a_guest_pour_whose_age_nobody_knows()
    {
        var drink = StationOnPage.Drink(await bench.OpenAsync());
        await drink.ShowsAsync("Choose a tap");
        await drink.PressAsync("2 Cider");
        await drink.ShowsAsync("Hold your card here");
        await drink.LayAsync("Max");
        await drink.ShowsAsync("203");
        await drink.TakeAsync("Max");
        await drink.ShowsAsync("Choose a tap");

        await drink.PressAsync("2 Cider");
        await drink.PressAsync("Staff: let the next guest pour");
        await drink.ShowsAsync("Hold a staff card");
        await drink.LayAsync("Nadia");
        await drink.ShowsAsync("Hold your card here");
        await drink.TakeAsync("Nadia");
        await drink.LayAsync("Max");
        await drink.SaysAsync("Cider: valve open");
        await drink.TakeAsync("Max");
        await drink.SaysAsync("Cider: valve shut");
        await drink.ShowsAsync("Choose a tap");
    }

    /// <summary>Nothing tells that a key was heard that changes nothing, and a card may be read before it.</summary>
    private static async Task ClearAsync(StationOnPage kiosk)
    {
        // A reader that was slow for a moment puts it out of service, and then it takes no key.
        await kiosk.ServesAsync();
        await kiosk.PressAsync("1 Beer");
        await kiosk.ShowsAsync("Hold your card here");
        await kiosk.PressAsync("Clear");
        await kiosk.ShowsAsync("Welcome");
    }
}
