using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>What is around every page.</summary>
/// <param name="site">Whose ledger it is.</param>
/// <param name="hasScript">htmx is in this build.</param>
internal sealed class ConsoleFrame(SiteId site, bool hasScript)
{
    private static readonly (string Path, Phrase Name, AccountRole Role)[] Places =
    [
        ("/console", Phrases.Overview, AccountRole.Viewer),
        ("/console/terminals", Phrases.Terminals, AccountRole.Viewer),
        ("/console/cards", Phrases.Cards, AccountRole.Viewer),
        ("/console/decisions", Phrases.Decisions, AccountRole.Viewer),
        ("/console/hours", Phrases.Hours, AccountRole.Viewer),
        ("/console/acts", Phrases.Acts, AccountRole.Viewer),
        ("/console/accounts", Phrases.Accounts, AccountRole.Admin),
    ];

    // Nothing is evaluated, no style is written into the page, and no page is kept in the browser.
    private static string ScriptSettings =>
        """{"includeIndicatorStyles":false,"allowEval":false,"historyEnabled":false,"historyCacheSize":0}""";

    /// <summary>A page of who has logged in.</summary>
    public Html Around(Visit visit, ConsoleReply.Page page) => Document(
        visit.Language,
        page.Title,
        Html.Of(
            $"""
            <nav aria-label="{visit.Say(Phrases.Pages)}"><ul>
            {Html.Each(Places.Where(place => visit.May(place.Role)), place => Place(visit, place.Path, place.Name))}
            </ul></nav>
            <form method="post" action="/console/logout" class="who">{Hidden(visit)}
            <a href="/console/password" title="{visit.Say(Phrases.OwnPassword)}">{visit.Say(
                Phrases.LoggedInAs, visit.Account.Name, visit.Language.Say(visit.Account.Role))}</a>
            <button>{visit.Say(Phrases.LogOut)}</button></form>
            """),
        Html.Of($"{DoneBefore(visit)}{page.Main}"),
        HereOf(visit.Context.Request));

    /// <summary>A page of who has not.</summary>
    public Html Around(Language language, string title, Html main) => Document(language, title, Html.None, main);

    /// <summary>What every form brings back.</summary>
    public static Html Hidden(Visit visit) => Html.Of($"""<input type="hidden" name="form" value="{visit.Token}">""");

    private Html Document(Language language, string title, Html above, Html main, string here = "?") => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="{language.Code}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        {Html.If(hasScript, () => Html.Of($"<meta name=\"htmx-config\" content=\"{ScriptSettings}\">"))}
        <title>{title} · {site.ToString()}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/console/files/console.css">
        {Html.If(hasScript, () => Html.Of($"<script src=\"/console/files/htmx.min.js\" defer></script>"))}
        </head>
        <body>
        <a class="skip" href="#main">{language.Say(Phrases.SkipTo)}</a>
        <header>
        <p class="site">{language.Say(Phrases.Console, site)}</p>
        {above}
        <nav class="languages" aria-label="{language.Say(Phrases.Languages)}">
        {Html.Each(Language.All, other => Other(other, language, here))}
        </nav>
        </header>
        <main id="main" tabindex="-1">
        <h1>{title}</h1>
        {main}
        </main>
        </body>
        </html>
        """);

    private static Html Place(Visit visit, string path, Phrase name) => Html.Of(
        $"""<li><a href="{path}"{Current(visit.Context.Request.Path == path)}>{visit.Say(name)}</a></li>""");

    private static Html Other(Language other, Language language, string here) => Html.Of(
        $"""
        <a href="{here}language={other.Code}" lang="{other.Code}"{Current(other == language)}>{other.Name}</a>

        """);

    /// <summary>The same page, and what it was asked; what a form has answered is at no address of its own.</summary>
    private static string HereOf(HttpRequest request) => HttpMethods.IsGet(request.Method)
        ? string.Concat(request.Query
            .Where(row => row.Key is not ("language" or "done" or Visit.Again))
            .SelectMany(row => row.Value, (row, value) =>
                $"{Uri.EscapeDataString(row.Key)}={Uri.EscapeDataString(value ?? "")}&")
            .Prepend("?"))
        : "/console?";

    private static Html Current(bool isCurrent) => Html.If(isCurrent, () => Html.Of($" aria-current=\"page\""));

    private static Html DoneBefore(Visit visit) => Html.If(
        visit.Query("done") is not null,
        () => Html.Of($"""<p class="done" role="status">{visit.Say(Phrases.Done)}</p>"""));
}
