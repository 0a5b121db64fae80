using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>
/// Takes the pictures of README and docs, each on a bench of its own on which nothing else has happened. They go to
/// artifacts/bench; with ET_PICTURES=docs to docs/bench.
/// </summary>
public sealed class PictureTests(RunningBench bench)
{
    private const string People =
        """
        site      le-verger
        terminal  bar-1
        card      anna   04E141125B3C80  uid    ok       TLF 2000
        card      bilal  04A2B4C6D8E0F1  uid    ok       TLF 1500
        card      chloe  04C7D8E9F0A1B2  uid    ok       TLF 1000

        """;

    private static string Folder => Path.Combine(
        Checkout.Root, Environment.GetEnvironmentVariable("ET_PICTURES") == "docs" ? "docs" : "artifacts", "bench");

    [Fact]
    public async Task Three_stations_in_use_on_a_desk()
    {
        await using var program = await BenchProgram.StartAsync(
            People + "article beer 1 350 2000 Beer\narticle syrup 2 150 550 Syrup", "C");
        var page = await bench.OpenAsync(width: 1600, height: 1500, of: program);
        var (kiosk, drink, gate) = (
            StationOnPage.Kiosk(page), StationOnPage.Drink(page), StationOnPage.Gate(page));
        await drink.PressAsync("Pull the network cable");
        await kiosk.PressAsync("1 Beer");
        await drink.PressAsync("1 Pils");
        await drink.ShowsAsync("A litre 7.00 €");
        await gate.LayAsync("Chloe");
        await gate.SaysAsync("Turnstile: free");
        await drink.LayAsync("Bilal");
        await kiosk.LayAsync("Anna");
        await kiosk.ShowsAsync("Thank you");
        await drink.HoldsAsync(12);

        await TakeAsync(page, "desk");
        await drink.TakeAsync("Bilal");
        await drink.ShowsAsync("Enjoy");
    }

    [Fact]
    public async Task The_same_page_on_a_phone_in_French_which_says_when_the_bench_has_ended()
    {
        await using var program = await BenchProgram.StartAsync(
            People + "article biere 1 350 2000 Bière\narticle sirop 2 150 550 Sirop", "fr_FR.UTF-8");
        var page = await bench.OpenAsync(width: 360, height: 1100, "fr-FR", of: program);
        var kiosk = StationOnPage.Called(page, "Caisse bar-1");
        await kiosk.PressAsync("1 Bière");

        await kiosk.ShowsAsync("3,50 €");
        await TakeAsync(page, "phone");

        // And the program that serves it ends under the page.
        await program.DisposeAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("ne répond pas");
    }

    private static Task TakeAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Folder, $"{name}.png"),
    });
}
