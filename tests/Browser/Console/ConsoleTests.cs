using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>The ledger's console as an operator uses it, with and without JavaScript.</summary>
public sealed class ConsoleTests(RunningBench bench)
{
    private static readonly string[] Places =
    [
        "console", "console/terminals", "console/terminals/bar-1", "console/cards", "console/decisions",
        "console/hours", "console/acts", "console/accounts", "console/password",
    ];

    [Fact]
    public async Task Without_script_a_guests_card_is_found_and_blocked()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Operator, hasScript: false);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Cards", Exact = true }).ClickAsync();

        await page.GetByLabel("Printed number").FillAsync("B194AEB9");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Search" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Sale" }))
            .Not.ToHaveCountAsync(0);
        await page.GetByLabel("Why").FillAsync("lost at the bar");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Block this card" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.");
        await Expect(page.Locator("dl").GetByText("Blocked", new LocatorGetByTextOptions { Exact = true }))
            .ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "lost at the bar" }))
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task With_script_the_first_page_shows_what_changes_without_being_loaded_again()
    {
        Assert.SkipUnless(
            ConsoleFiles.HasScript,
            "htmx is not in this build: npm ci --prefix cloud-bridge/Ledger/Console, then build again");
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Viewer);
        await Expect(page.GetByText("2 of 5")).ToBeVisibleAsync();

        console.Say("tap-2");

        await Expect(page.GetByText("3 of 5")).ToBeVisibleAsync(
            new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });
        Assert.Empty(console.Complaints);
    }

    [Fact]
    public async Task A_treasurer_settles_a_row_with_a_note()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Treasurer);
        await page.GotoAsync(console.PlaceOf("/console/decisions"));
        var row = page.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasTextRegex = new Regex("^1 ") });

        await row.GetByText("Settle it").First.ClickAsync();
        await row.GetByLabel("Why").FillAsync("seen at the <bar>");
        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.");
        var closed = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.RowClosed>());
        Assert.Equal("treasurer-1", TreasurerAct.ReadStored(closed.Act).OrThrow().By);
    }

    [Fact]
    public async Task A_terminal_is_created_with_a_PIN_and_a_picture_of_it()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Operator);
        await page.GotoAsync(console.PlaceOf("/console/terminals"));
        await page.GetByText("Create a terminal").First.ClickAsync();

        var form = page.Locator("form[action='/console/terminals']");
        await form.GetByLabel("Name").FillAsync("bar-3");
        await form.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(page.Locator(".pin")).ToHaveTextAsync(new Regex("^[0-9]{6}$"));
        await Expect(page.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    [InlineData("fr-FR", ColorScheme.Light)]
    public async Task Every_page_keeps_the_rules_of_accessibility_and_its_own_policy(
        string locale, ColorScheme scheme)
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Admin, locale: locale, scheme: scheme);

        foreach (var place in Places)
        {
            await page.GotoAsync(console.PlaceOf(place));
            var told = await Axe.JudgeAsync(page);
            Assert.Equal((place, ""), (place, string.Join('\n', told[0])));
            Assert.Contains(told[1], passed => passed.StartsWith("color-contrast: ", StringComparison.Ordinal));
        }
        Assert.Empty(console.Complaints);
    }

    [Theory]
    [InlineData("overview", "console", "en-GB", false)]
    [InlineData("overview-phone", "console", "en-GB", true)]
    [InlineData("overview-fr", "console", "fr-FR", false)]
    [InlineData("terminal-phone", "console/terminals/gate-1", "en-GB", true)]
    [InlineData("decisions", "console/decisions", "en-GB", false)]
    [InlineData("decisions-phone", "console/decisions", "fr-FR", true)]
    [InlineData("hours", "console/hours", "en-GB", false)]
    [InlineData("hours-phone", "console/hours", "en-GB", true)]
    [InlineData("acts", "console/acts", "en-GB", false)]
    [InlineData("card", "console/cards/{card}", "en-GB", false)]
    [InlineData("card-phone", "console/cards/{card}", "fr-FR", true)]
    [InlineData("terminals", "console/terminals", "en-GB", false)]
    [InlineData("accounts", "console/accounts", "en-GB", false)]
    [InlineData("accounts-phone", "console/accounts", "en-GB", true)]
    public async Task Pictures_for_the_documents(string name, string place, string locale, bool isPhone)
    {
        await using var console = await RunningConsole.StartAsync();
        var role = name.StartsWith("acc", StringComparison.Ordinal) ? AccountRole.Admin : AccountRole.Treasurer;
        var page = await console.LogInAsync(bench, role, locale: locale);
        place = place.Replace("{card}", console.Card.ToString(), StringComparison.Ordinal);

        await page.GotoAsync(console.PlaceOf(place));

        await RunningConsole.TakeAsync(page, name, isPhone);
    }
}
