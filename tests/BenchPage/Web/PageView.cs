namespace Tests.BenchPage;

/// <summary>The page as a whole, and what of it has changed.</summary>
internal sealed class PageView(PageTexts texts, Bench bench)
{
    private IReadOnlyList<StationView> Stations =>
        [.. bench.Stations.Select(station => new StationView(texts, bench, station))];

    public Html Page() => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="{texts.Language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="htmx-config" content="{HtmxSettings}">
        <title>{texts.Title}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/bench.css">
        <script src="/htmx.min.js" defer></script>
        <script src="/sound.js" defer></script>
        <script src="/trouble.js" defer></script>
        <script src="/press.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#stations">{texts.SkipTo}</a>
        <header>
        <h1>{texts.Title}</h1>
        <p>{texts.Lead}</p>
        <nav aria-label="{texts.Languages}">{Languages()}</nav>
        <button type="button" id="sound" aria-pressed="false">{texts.Sound}</button>
        <p id="trouble" role="alert" data-gone="{texts.BenchIsGone}"></p>
        </header>
        <main id="stations" tabindex="-1" hx-swap="none">
        {Html.All(Stations.Select(station => station.Section()))}
        </main>
        {Looking("")}
        </body>
        </html>
        """);

    /// <summary>What has changed.</summary>
    /// <param name="seen">What the page has: an earlier answer's marks.</param>
    /// <returns>Null: nothing.</returns>
    public Html? Changes(string seen)
    {
        var regions = Stations.SelectMany(station => station.Regions()).ToList();
        var marks = string.Join('.', regions.Select(region => region.Mark));
        if (marks == seen)
            return null;
        var known = seen.Split('.');
        var changed = regions.Where((region, index) => index >= known.Length || known[index] != region.Mark);
        return Html.Of($"{Looking(marks)}{Html.All(changed.Select(region => region.Again()))}");
    }

    // Nothing is evaluated, and no style is written into the page: its policy forbids both.
    private static string HtmxSettings => """{"includeIndicatorStyles":false,"allowEval":false}""";

    // A look that is not answered for so long is no answer.
    private static string Patience => """{"timeout":4000}""";

    /// <summary>Looks again and again, and at once when something was done.</summary>
    private Html Looking(string marks) => Html.Of(
        $"""
        <div id="looking" hx-get="/{texts.Language}/changes?seen={marks}" hx-swap="outerHTML"
        hx-request="{Patience}" hx-trigger="every 250ms, done from:body" hidden></div>
        """);

    private Html Languages() => Html.All(PageTexts.Everyone.Select(other => Html.Of(
        $"""
        <a href="?lang={other.Language}" lang="{other.Language}"
        {Html.If(other == texts, () => Html.Of($"aria-current=\"true\""))}>{other.LanguageName}</a>

        """)));
}
