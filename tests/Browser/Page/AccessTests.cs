using Microsoft.Playwright;
using Tests.Support;

namespace Tests.Browser;

/// <summary>
/// The rules of WCAG 2.2 that a program can judge (contrast, names, roles, landmarks), by axe-core, which nobody here
/// wrote.
/// </summary>
public sealed class AccessTests(RunningBench bench)
{
    private const string Judge =
        """
        async () => {
          const found = await axe.run(document, { runOnly: {
            type: 'tag',
            values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          } });
          const told = rules => rules.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}`));
          return [told(found.violations), told(found.passes)];
        }
        """;

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
        await page.EvaluateAsync(await File.ReadAllTextAsync(
            Path.Combine(Checkout.Root, "tests/BenchPage/node_modules/axe-core/axe.min.js"),
            TestContext.Current.CancellationToken));
        var told = await page.EvaluateAsync<string[][]>(Judge);

        Assert.Empty(told[0]);
        // It has looked, and at what it was to look at.
        foreach (var rule in new[] { "color-contrast: ", "button-name: " })
            Assert.Contains(told[1], passed => passed.StartsWith(rule, StringComparison.Ordinal) &&
                passed.Contains("kiosk-key-1", StringComparison.Ordinal));
    }
}
