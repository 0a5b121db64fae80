using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Playwright;
using Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>What people of a site do about its terminals in the console, and its pictures in the documents.</summary>
public sealed class ConsoleTerminalTests(RunningBench bench)
{
    [Fact]
    public async Task A_terminal_that_asks_is_confirmed_by_its_words_and_by_no_others()
    {
        await using var console = await RunningConsole.StartAsync();
        var words = console.Ask("bar-3");
        var page = await OpenAsync(console, AccountRole.Operator, "console/terminals");
        var form = page.Locator("form[action='/console/terminals/bar-3/confirm']");
        await Expect(page.Locator("body")).Not.ToContainTextAsync(words);

        await form.GetByLabel("The four words").FillAsync("lusab babad gutih tugad");
        await form.GetByLabel("Why").FillAsync("for the terrace");
        await PressAsync(form, "Confirm");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("bar-3");
        Assert.DoesNotContain("bar-3", Enrolled(console));

        await form.GetByLabel("The four words").FillAsync(words);
        await form.GetByLabel("Why").FillAsync("for the terrace");
        await PressAsync(form, "Confirm");
        await Expect(page.GetByText("It is enrolled.")).ToBeVisibleAsync();
        Assert.Contains("bar-3", Enrolled(console));

        // The browser's own word about the wrong ones.
        Assert.Contains("422", Assert.Single(console.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_is_given_and_stands_among_the_terminals_orders_without_an_outcome()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Operator, "console/terminals/bar-1");
        var form = page.Locator("form[action='/console/terminals/bar-1/commands']");

        await form.GetByLabel("Order").SelectOptionAsync(CommandKind.RefreshList);
        await form.GetByLabel("Why").FillAsync("its balances look old");
        await PressAsync(form, "Give the order");

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.");
        var row = page.GetByRole(AriaRole.Row)
            .Filter(new LocatorFilterOptions { HasText = CommandKind.RefreshList });
        await Expect(row).ToContainTextAsync("Nothing yet");
        var given = Assert.Single(
            console.Folder.Store.Entries().OfType<LedgerEntry.CommandGiven>(),
            one => one.Terminal == TerminalId.Parse("bar-1"));
        Assert.Equal(CommandKind.RefreshList, given.Command);
    }

    [Fact]
    public async Task A_terminal_is_revoked_by_who_has_typed_its_name()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Treasurer, "console/terminals/tap-2");

        await FillInAsync(page, "Take it out of the site", "revoke", "tap-1", "stolen from the van");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The name that was typed is not tap-2");
        Assert.Empty(console.Folder.Store.Entries().OfType<LedgerEntry.TerminalRevoked>());

        await FillInAsync(page, "Take it out of the site", "revoke", "tap-2", "stolen from the van");
        await Expect(page.GetByText("Revoked: it is one of the site’s no more").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Take it out of the site")).ToHaveCountAsync(0);
        var revoked = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.TerminalRevoked>());
        Assert.Equal(TerminalId.Parse("tap-2"), revoked.Terminal);
    }

    [Fact]
    public async Task A_terminal_is_let_begin_another_journal()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Treasurer, "console/terminals/gate-1");

        await FillInAsync(page, "Let it begin another journal", "epoch", "gate-1", "its SD card was changed");

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Done.");
        var granted = Assert.Single(console.Folder.Store.Entries().OfType<LedgerEntry.EpochGranted>());
        Assert.Equal((TerminalId.Parse("gate-1"), 2L), (granted.Terminal, granted.Epoch));
    }

    [Fact]
    public async Task Who_has_logged_out_has_to_say_his_password_again()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Viewer, "console");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await page.GotoAsync(console.PlaceOf("console/cards"));

        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Printed number")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("en-GB", ColorScheme.Dark)]
    [InlineData("fr-FR", ColorScheme.Light)]
    public async Task Forms_that_are_open_keep_the_rules_of_accessibility(string locale, ColorScheme scheme)
    {
        await using var console = await RunningConsole.StartAsync();
        console.Ask("bar-3");
        var page = await console.LogInAsync(bench, AccountRole.Admin, locale: locale, scheme: scheme);

        foreach (var place in new[] { "console/terminals", "console/terminals/bar-1" })
        {
            await page.GotoAsync(console.PlaceOf(place));
            await OpenAllAsync(page);
            await JudgeAsync(page, place);
        }
        await CreateAsync(page, console, "bar-4");
        await JudgeAsync(page, "a terminal that was created");
        Assert.Empty(console.Complaints);
    }

    [Theory]
    [InlineData("create", "en-GB", false)]
    [InlineData("create-phone", "fr-FR", true)]
    public async Task Picture_of_a_terminal_that_was_created(string name, string locale, bool isPhone)
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await console.LogInAsync(bench, AccountRole.Operator, locale: locale);
        await CreateAsync(page, console, "bar-3");

        await RunningConsole.TakeAsync(page, name, isPhone);
    }

    [Theory]
    [InlineData("confirm", "en-GB", false)]
    [InlineData("confirm-phone", "fr-FR", true)]
    public async Task Picture_of_a_terminal_that_asks(string name, string locale, bool isPhone)
    {
        await using var console = await RunningConsole.StartAsync();
        console.Ask("bar-3");
        var page = await console.LogInAsync(bench, AccountRole.Operator, locale: locale);
        await page.GotoAsync(console.PlaceOf("console/terminals"));

        await RunningConsole.TakeAsync(page, name, isPhone);
    }

    [Fact]
    public async Task Picture_of_the_login()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Viewer, "console");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Log out" }).ClickAsync();
        await Expect(page.GetByLabel("Password")).ToBeVisibleAsync();

        await RunningConsole.TakeAsync(page, "login", isPhone: true);
    }

    [Fact]
    public async Task Picture_of_what_a_treasurer_may_do_to_a_terminal()
    {
        await using var console = await RunningConsole.StartAsync();
        var page = await OpenAsync(console, AccountRole.Treasurer, "console/terminals/bar-1");
        await OpenAllAsync(page);
        await page.GetByText("Let it begin another journal").First.ScrollIntoViewIfNeededAsync();

        await RunningConsole.TakeAsync(page, "terminal-acts", isPhone: false);
    }

    private static async Task CreateAsync(IPage page, RunningConsole console, string name)
    {
        await page.GotoAsync(console.PlaceOf("console/terminals"));
        var form = page.Locator("form[action='/console/terminals']");
        await OpenAllAsync(page);
        await form.Locator("input[name=name]").FillAsync(name);
        await form.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator(".pin")).ToHaveTextAsync(new Regex("^[0-9]{6}$"));
    }

    private static Task PressAsync(ILocator form, string button) =>
        form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button }).ClickAsync();

    private static async Task FillInAsync(IPage page, string summary, string act, string name, string note)
    {
        await page.Locator("summary").Filter(new LocatorFilterOptions { HasText = summary }).ClickAsync();
        var form = page.Locator($"form[action$='/{act}']");
        await form.GetByLabel("Its name, to be sure").FillAsync(name);
        await form.GetByLabel("Why").FillAsync(note);
        await PressAsync(form, summary);
    }

    private static async Task OpenAllAsync(IPage page)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => one.open = true)");
        await Expect(page.Locator("details:not([open])")).ToHaveCountAsync(0);
    }

    private static async Task JudgeAsync(IPage page, string place)
    {
        var told = await Axe.JudgeAsync(page);
        Assert.Equal((place, ""), (place, string.Join('\n', told[0])));
        Assert.Contains(told[1], passed => passed.StartsWith("color-contrast: ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Enrolled(RunningConsole console) => console.Folder.Store.Entries()
        .OfType<LedgerEntry.TerminalEnrolled>().Select(one => one.Terminal.ToString());

    private async Task<IPage> OpenAsync(RunningConsole console, AccountRole role, string place)
    {
        var page = await console.LogInAsync(bench, role);
        await page.GotoAsync(console.PlaceOf(place));
        return page;
    }
}
