using Microsoft.Playwright;

namespace Tests.Browser;

/// <summary>
/// The rules of WCAG 2.2 that a program can judge (contrast, names, roles, landmarks), by axe-core, which nobody here
/// wrote.
/// </summary>
public sealed class AccessTests(RunningBench bench)
{
    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    [InlineData("fr-FR", ColorScheme.Light)]
    public async Task The_page_keeps_the_rules_of_accessibility(string locale, ColorScheme scheme)
    {
        var page = await bench.OpenAsync(locale: locale, scheme: scheme);

        await JudgeAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task So_it_does_with_a_card_on_a_reader_a_cable_pulled_and_lines_that_wait(ColorScheme scheme)
    {
        var page = await bench.OpenAsync(scheme: scheme);
        var kiosk = StationOnPage.Kiosk(page);
        await kiosk.PressAsync("Clear");
        await kiosk.PressAsync("Pull the network cable");
        await kiosk.PressAsync("2 Syrup <i>&amp;</i>");
        await kiosk.ShowsAsync("Hold your card here");
        await kiosk.LayAsync("Chloe");
        await kiosk.SaysAsync("wait for the ledger");
        await JudgeAsync(page);

        await kiosk.TakeAsync("Chloe");
        await kiosk.PressAsync("Put the network cable in");
        await kiosk.SaysAsync("The ledger has every line.");
    }

    private static async Task JudgeAsync(IPage page)
    {
        var told = await Axe.JudgeAsync(page);

        Assert.Empty(told[0]);
        // It has looked, and at what it was to look at.
        foreach (var rule in new[] { "color-contrast: ", "button-name: " })
            Assert.Contains(told[1], passed => passed.StartsWith(rule, StringComparison.Ordinal) &&
                passed.Contains("kiosk-key-1", StringComparison.Ordinal));
    }
}
