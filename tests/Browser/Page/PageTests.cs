using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>The page itself: for who has no mouse, who sees nothing, who has a phone, who speaks French.</summary>
public sealed class PageTests(RunningBench bench)
{
    private const int MostTabs = 120;

    private static readonly string[] NamedRoles = ["button", "link", "image", "region", "group", "navigation", "main"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_beer_is_bought_by_keyboard_alone_and_the_buzzer_is_heard()
    {
        var page = await bench.OpenAsync();
        await page.EvaluateAsync(
            """
            () => {
              window.heard = [];
              const start = OscillatorNode.prototype.start;
              OscillatorNode.prototype.start = function (at) {
                window.heard.push(this.frequency.value);
                return start.call(this, at);
              };
            }
            """);
        var kiosk = StationOnPage.Kiosk(page);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the stations", await page.EvaluateAsync<string>("document.activeElement.innerText"));
        await TabToAsync(page, "sound");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "kiosk-key-1");
        await page.Keyboard.PressAsync("Enter");
        await kiosk.ShowsAsync("3.50 €");
        await TabToAsync(page, "kiosk-card-bilal");
        await page.Keyboard.PressAsync("Space");
        await kiosk.ShowsAsync("Thank you");
        await kiosk.SaysAsync("Lamp and buzzer: approved");
        await kiosk.SaysAsync("Bilal: on the reader");
        Assert.Equal("kiosk-card-bilal", await FocusAsync(page));
        await page.WaitForFunctionAsync("window.heard.length >= 2");
        Assert.Equal("1568 2093", await page.EvaluateAsync<string>("window.heard.slice(-2).join(' ')"));

        await page.Keyboard.PressAsync("Space");
        await kiosk.ShowsAsync("Welcome");
        Assert.Equal("kiosk-card-bilal", await FocusAsync(page));
        await kiosk.SaysAsync("Lamp: off");
    }

    [Fact]
    public async Task Keys_that_are_pressed_while_an_order_is_under_way_are_all_pressed()
    {
        var page = await bench.OpenAsync();
        var kiosk = StationOnPage.Kiosk(page);
        await kiosk.PressAsync("Clear");
        await kiosk.ShowsAsync("Welcome");
        var typed = new TaskCompletionSource();
        await page.RouteAsync("**/kiosk/key/*", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        for (var beer = 0; beer < 4; beer++)
            await kiosk.PressAsync("1 Beer");
        await kiosk.PressAsync("2 Syrup <i>&amp;</i>");
        typed.SetResult();

        await kiosk.ShowsAsync("To pay, 15.50 €, 4 × Beer 14.00 €");
        await kiosk.PressAsync("Clear");
    }

    [Fact]
    public async Task Two_melodies_between_two_looks_are_both_heard()
    {
        var page = await bench.OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sound of the buzzers" }).ClickAsync();
        var heard = await page.EvaluateAsync<int[]>(
            """
            () => {
              const heard = [];
              const start = OscillatorNode.prototype.start;
              OscillatorNode.prototype.start = function (at) {
                heard.push(this.frequency.value);
                return start.call(this, at);
              };
              const lamp = document.querySelector('[data-heard]');
              lamp.dataset.heard = Number(lamp.dataset.heard) + 2;
              lamp.dataset.notes = '100:10|200:10 300:10|400:10';
              document.body.dispatchEvent(new CustomEvent('htmx:oobAfterSwap'));
              return heard;
            }
            """);

        Assert.Equal([200, 300, 400], heard);
    }

    [Fact]
    public async Task Everything_has_a_name_that_tells_it_from_what_stands_beside_it()
    {
        var page = await bench.OpenAsync();
        var session = await page.Context.NewCDPSessionAsync(page);
        var tree = (await session.SendAsync("Accessibility.getFullAXTree"))!.Value.GetProperty("nodes");
        var nodes = tree.EnumerateArray().ToDictionary(node => node.GetProperty("nodeId").GetString()!);
        var named = nodes.Values.Where(
            node => !node.GetProperty("ignored").GetBoolean() && NamedRoles.Contains(Text(node, "role"))).ToList();

        Assert.InRange(named.Count(node => Text(node, "role") == "region"), 3, 3);
        Assert.InRange(named.Count(node => Text(node, "role") == "button"), 30, 100);
        Assert.All(
            named.Where(node => Text(node, "role") != "main"), node => Assert.NotEqual("", Text(node, "name")));
        var twice = from node in named
                    where Text(node, "role") == "button"
                    group node by (Region(nodes, node), Text(node, "name")) into same
                    where same.Count() > 1
                    select same.Key;
        Assert.Empty(twice);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task On_a_phone_nothing_scrolls_sideways_and_a_thumb_hits_every_button_and_link(string locale)
    {
        var page = await bench.OpenAsync(width: 360, height: 1100, locale);
        var widest = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        var lowest = await page.EvaluateAsync<double>(
            "Math.min(...[...document.querySelectorAll('button, nav a')].map(b => b.getBoundingClientRect().height))");

        Assert.InRange(widest, 1, 360);
        Assert.InRange(lowest, 44, 400);
    }

    [Fact]
    public async Task A_browser_that_asks_for_French_gets_it_and_an_address_decides_otherwise()
    {
        var page = await bench.OpenAsync(locale: "fr-FR");
        Assert.Equal("fr", await page.GetAttributeAsync("html", "lang"));
        Assert.Equal(
            ["Caisse bar-1", "Tireuse tap-1", "Entrée gate-1"],
            await page.GetByRole(AriaRole.Heading, new() { Level = 2 }).AllInnerTextsAsync());
        var french = await ButtonsAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
        var english = await ButtonsAsync(page);
        // What the story and its stations gave a name keeps it; the page has translated everything else.
        string[] given =
        [
            "0", "1 Beer", "1 Pils", "2 Cider", "2 Syrup <i>&amp;</i>", "3", "4", "5", "6", "7", "8 Cider", "9 Cup",
        ];
        Assert.Equal(given, french.Intersect(english).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("de, fr;q=0.5, en;q=0.8", "en")]
    [InlineData("fr-CA;q=0.9, de", "fr")]
    [InlineData("de", "en")]
    public async Task The_language_is_the_one_that_the_browser_likes_best_of_those_that_there_are(
        string accepted, string given)
    {
        using var client = new HttpClient { BaseAddress = bench.Program.Address };
        client.DefaultRequestHeaders.Add("Accept-Language", accepted);

        Assert.Contains(
            $"<html lang=\"{given}\">", await client.GetStringAsync(new Uri("/", UriKind.Relative), Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_display_says_is_said_once_it_stands_still()
    {
        var page = await bench.OpenAsync();
        var gate = StationOnPage.Gate(page);
        await gate.ShowsAsync("Entry");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveCountAsync(3);
        await gate.PressAsync("One person more");

        await Expect(page.GetByRole(AriaRole.Status).Last).ToContainTextAsync("Entry · 2");
        await gate.PressAsync("Clear");
        await Expect(page.GetByRole(AriaRole.Status).Last).Not.ToContainTextAsync("·");
    }

    [Fact]
    public async Task Nobody_gives_orders_but_the_page_itself()
    {
        using var client = new HttpClient { BaseAddress = bench.Program.Address };
        using var bare = await client.PostAsync(new Uri("/en/gate/fire/on", UriKind.Relative), null, Cancellation);
        using var elsewhere = new HttpRequestMessage(HttpMethod.Get, "/");
        elsewhere.Headers.Host = "bench.example";
        using var rebound = await client.SendAsync(elsewhere, Cancellation);

        Assert.Equal(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (bare.StatusCode, rebound.StatusCode));
    }

    private static async Task<List<string>> ButtonsAsync(IPage page) =>
        [.. (await page.GetByRole(AriaRole.Button).AllInnerTextsAsync()).Select(text => text.Trim()).Distinct()];

    private static async Task TabToAsync(IPage page, string id)
    {
        for (var tabs = 0; tabs < MostTabs && await FocusAsync(page) != id; tabs++)
            await page.Keyboard.PressAsync("Tab");
        Assert.Equal(id, await FocusAsync(page));
    }

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    private static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.TryGetProperty("value", out var text)
            ? text.ToString()
            : "";

    private static string Region(Dictionary<string, JsonElement> nodes, JsonElement node)
    {
        var at = node;
        while (Text(at, "role") != "region")
            if (!at.TryGetProperty("parentId", out var parent) || !nodes.TryGetValue(parent.GetString()!, out at))
                return "";
        return Text(at, "name");
    }
}
