using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tests.Browser;

/// <summary>A station as somebody sees it who looks at the page: by roles and names, as a screen reader does.</summary>
internal sealed partial class StationOnPage(IPage page, string name)
{
    private ILocator Region => page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public static StationOnPage Kiosk(IPage page) => Called(page, "Kiosk bar-1");

    public static StationOnPage Drink(IPage page) => Called(page, "Drink station tap-1");

    public static StationOnPage Gate(IPage page) => Called(page, "Gate gate-1");

    public static StationOnPage Called(IPage page, string name) => new(page, name);

    public Task PressAsync(string button) =>
        Region.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task LayAsync(string who) => PressAsync(ToLay(who));

    public Task TakeAsync(string who) => PressAsync(ToTake(who));

    /// <summary>Points at a card, and presses nothing.</summary>
    public Task PointAtAsync(string who) => Button(ToLay(who)).HoverAsync();

    /// <summary>Waits until a card lies there, as the page says.</summary>
    public Task LiesAsync(string who) => Expect(Button(ToTake(who))).ToBeVisibleAsync();

    /// <summary>Whether the page says that a card may be laid there.</summary>
    public Task<bool> OffersAsync(string who) => Button(ToLay(who)).IsVisibleAsync();

    /// <summary>Waits until the display says this.</summary>
    public Task ShowsAsync(string text) => Expect(Region.GetByRole(AriaRole.Img))
        .ToHaveAttributeAsync("aria-label", new Regex(Regex.Escape(text)));

    /// <summary>Waits for so long whether the display says this.</summary>
    public async Task<bool> ShowsWithinAsync(string text, TimeSpan patience)
    {
        try
        {
            await Expect(Region.GetByRole(AriaRole.Img)).ToHaveAttributeAsync(
                "aria-label", new Regex(Regex.Escape(text)), new() { Timeout = (float)patience.TotalMilliseconds });
            return true;
        }
        catch (PlaywrightException)
        {
            return false;
        }
    }

    /// <summary>Waits until it is in service, whatever it shows.</summary>
    public Task ServesAsync() => Expect(Region.GetByRole(AriaRole.Img)).Not
        .ToHaveAttributeAsync("aria-label", new Regex("Out of service|starting|dark"));

    /// <summary>In which language the display speaks.</summary>
    public async Task<string?> LanguageAsync() => await Region.GetByRole(AriaRole.Img).GetAttributeAsync("lang");

    /// <summary>Waits until this is said to who does not see the display.</summary>
    public Task SaysAloudAsync(string text) => Expect(Region.GetByRole(AriaRole.Status)).ToContainTextAsync(text);

    /// <summary>The display's pixels as they are drawn: an SVG path.</summary>
    public async Task<(string Path, string Reads)> PictureAsync()
    {
        var drawn = await Region.GetByRole(AriaRole.Img).EvaluateAsync<string[]>(
            "svg => [svg.querySelector('path').getAttribute('d'), svg.getAttribute('aria-label')]");
        return (drawn[0], drawn[1]);
    }

    /// <summary>The lines of its journal, newest first: position and fact.</summary>
    public async Task<IReadOnlyList<(string Position, string Fact)>> JournalAsync() =>
    [
        .. (await Region.GetByRole(AriaRole.Listitem).EvaluateAllAsync<string[][]>(
            "lines => lines.map(line => [line.querySelector('b').innerText, line.querySelector('code').textContent])"))
            .Select(line => (line[0], line[1])),
    ];

    /// <summary>How many people have gone through.</summary>
    public async Task<int> PeopleAsync() => int.Parse(
        People().Match(await Region.InnerTextAsync()).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Waits until this stands at the station.</summary>
    public Task SaysAsync(string text) => Expect(Region).ToContainTextAsync(text);

    /// <summary>Waits until there is so much in a glass: the first, or another.</summary>
    public Task HoldsAsync(double centilitres, int glass = 1) => page.WaitForFunctionAsync(
        "([least, glass]) => parseFloat([...document.querySelector('#drink-model').innerText" +
        ".matchAll(/: ([0-9.]+) cl/g)][glass - 1][1]) >= least",
        new[] { centilitres, glass });

    /// <summary>What is in the first glass.</summary>
    public async Task<decimal> CentilitresAsync() => decimal.Parse(
        Centilitres().Match(await Region.InnerTextAsync()).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>
    /// Waits until a line of this kind stands under the station, one that says this where others of its kind may be
    /// there already; the newest such.
    /// </summary>
    public async Task<JsonElement> FactAsync(string kind, string says = "")
    {
        var line = Region.GetByRole(AriaRole.Listitem).Filter(new()
        {
            Has = page.GetByText(kind, new() { Exact = true }),
            HasText = says,
        }).First;
        return JsonDocument.Parse(await line.Locator("code").InnerTextAsync()).RootElement;
    }

    private static Regex ToLay(string who) => new($"^{who}\\b.*, lay the card on this reader$");

    private static Regex ToTake(string who) => new($"^{who}\\b.*, take the card away$");

    private ILocator Button(Regex name) => Region.GetByRole(AriaRole.Button, new() { NameRegex = name });

    private Task PressAsync(Regex name) => Button(name).ClickAsync();

    [GeneratedRegex(@"Gone through: ([0-9]+)")]
    private static partial Regex People();

    [GeneratedRegex(@": ([0-9.]+) cl")]
    private static partial Regex Centilitres();
}
