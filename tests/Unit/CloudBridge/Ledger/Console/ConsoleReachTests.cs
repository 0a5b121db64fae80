using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>What the console says of terminals that it cannot hear.</summary>
public sealed class ConsoleReachTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private ConsoleBench console = null!;

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        await console.LogInAsync("anna", AccountRole.Viewer);
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public async Task A_ledger_that_hears_no_broker_says_so_and_that_no_terminal_sells()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0));
        Assert.DoesNotContain(
            "no connection to the broker", await console.PageAsync("/console"), StringComparison.Ordinal);

        console.IsConnected = false;

        var page = await console.PageAsync("/console");
        Assert.Contains("no connection to the broker", page, StringComparison.Ordinal);
        Assert.Contains("0 of 1", page, StringComparison.Ordinal);
        Assert.Contains("Not heard since ", page, StringComparison.Ordinal);
        Assert.Contains("at least 0; of 1 terminals nobody knows", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state bad\">5,000.00</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_old_is_none()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0), ago: Long);

        var page = await console.PageAsync("/console");

        Assert.Contains("0 of 1", page, StringComparison.Ordinal);
        Assert.Contains("Not heard since ", page, StringComparison.Ordinal);
        Assert.Contains("5,000.00", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_heard_a_moment_ago_sells_whatever_the_age_of_his_word()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0), ago: Long);
        console.Fleet.Heard(Site.Bar, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        var page = await console.PageAsync("/console");

        Assert.Contains("1 of 1", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state good\">0</span>", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state good\">0.00</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_broker_has_kept_makes_nobody_sell_and_is_said_to_be_from_before()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 0), wasKept: true);
        Assert.Contains("0 of 1", await console.PageAsync("/console"), StringComparison.Ordinal);

        console.Fleet.Heard(Site.Bar, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        Assert.Contains("1 of 1", await console.PageAsync("/console"), StringComparison.Ordinal);
        Assert.Contains(
            "Sells (said before ", await console.PageAsync("/console/terminals/bar-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_of_prices_is_seen_not_to_be_in_force_until_the_terminal_says_so()
    {
        var prices = new TerminalConfig([new PricedArticle(ArticleId.Parse("beer"), new Money(400))]);
        Assert.Null(console.Folder.Configs.Say(
            new ConfigRequest(ConfigScope.Site, prices, [], "Saturday"), key: null).Why);
        var status = ConsoleBench.Status(Site.Bar, end: 0);

        console.Say(status with { ConfigRefused = "1.1: kiosk.articles.0.price: '400'; expected less" });
        var page = await console.PageAsync("/console/terminals/bar-1");
        Assert.Contains("–; not the newest, which is 1.1; refused there: 1.1: kiosk", page, StringComparison.Ordinal);
        Assert.Contains(
            "refuses the configuration sent", await console.PageAsync("/console/terminals"), StringComparison.Ordinal);

        console.Say(status with { Config = new ConfigVersion(1, 1) });
        Assert.Contains(
            "<dd>1.1, the newest</dd>", await console.PageAsync("/console/terminals/bar-1"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "refuses the configuration sent", await console.PageAsync("/console/terminals"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_stopped_in_good_order_is_expected_to_say_nothing()
    {
        console.Say(
            ConsoleBench.Status(Site.Bar, end: 0) with { Activity = TerminalActivity.Stopped }, ago: 100 * Long);

        var page = await console.PageAsync("/console");

        Assert.Contains("Was stopped in good order", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"state good\">0.00</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_revoked_terminal_has_not_sent_could_be_lost_as_well()
    {
        console.Say(ConsoleBench.Status(Site.Bar, end: 7) with { UnlistedDebits = new Money(30_00) });
        Assert.Null(console.Folder.Treasury.Revoke(Site.Bar, "anna", "stolen"));

        Assert.Contains(
            "<span class=\"state bad\">30.00</span>", await console.PageAsync("/console"), StringComparison.Ordinal);
        Assert.Contains(
            "<dd>30.00</dd>", await console.PageAsync("/console/terminals/bar-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_record_came_when_it_came_and_not_when_anything_did()
    {
        console.Take(JournalWriter.Beer("DEADBEEF"));
        console.Say(ConsoleBench.Status(Site.Bar, end: 1));

        var page = await console.PageAsync("/console/terminals/bar-1");

        var noon = $"<time datetime=\"{WrittenTime.Write(Clock.Noon)}\">";
        Assert.Contains($"<dt>Last record came</dt><dd>{noon}", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"<dt>Last heard</dt><dd>{noon}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_page_looks_again_without_script_and_does_not_so_keep_a_session()
    {
        var page = await console.PageAsync("/console");

        async Task<bool> LooksAgainAsync(string path) =>
            (await console.SendAsync(HttpMethod.Get, path)).Headers.TryGetValues("Refresh", out var after) &&
            after.Single() == "60; url=/console?again=1";
        Assert.True(await LooksAgainAsync("/console"));
        Assert.True(await LooksAgainAsync("/console?again=1"));
        Assert.False(await LooksAgainAsync("/console/terminals"));
        // Who reads slowly may stop it (WCAG 2.2, success criteria 2.2.1 and 2.2.2).
        Assert.False(await LooksAgainAsync("/console?still=1"));
        Assert.DoesNotContain("hx-get", await console.PageAsync("/console?still=1"), StringComparison.Ordinal);
        Assert.True(page.IndexOf("asof", StringComparison.Ordinal) < page.IndexOf("<dl", StringComparison.Ordinal));
        var asked = new Microsoft.AspNetCore.Http.DefaultHttpContext().Request;
        asked.Method = "GET";
        Assert.True(Visit.IsAskedByHand(asked));
        asked.QueryString = new("?again=1");
        Assert.False(Visit.IsAskedByHand(asked));
    }

    [Fact]
    public async Task The_other_language_is_that_of_the_same_page()
    {
        Assert.Contains(
            "href=\"?last=72&amp;language=fr\"",
            await console.PageAsync("/console/hours?last=72&language=en&done=1"),
            StringComparison.Ordinal);
        var answer = await console.SendAsync(HttpMethod.Post, "/console/terminals/bar-1/commands");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(
            "href=\"/console?language=fr\"",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }
}
