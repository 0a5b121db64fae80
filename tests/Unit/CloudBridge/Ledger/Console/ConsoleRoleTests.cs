using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>Every page and act of the console, for every role, and for forms that are not the account's.</summary>
public sealed class ConsoleRoleTests : IAsyncLifetime
{
    /// <summary>Written here anew: who adds a route or changes a role says so twice.</summary>
    private static readonly Dictionary<string, AccountRole> Needed = new(StringComparer.Ordinal)
    {
        ["GET /console"] = AccountRole.Viewer,
        ["GET /console/terminals"] = AccountRole.Viewer,
        ["POST /console/terminals"] = AccountRole.Operator,
        ["POST /console/terminals/new-key"] = AccountRole.Operator,
        ["GET /console/terminals/{terminal}"] = AccountRole.Viewer,
        ["POST /console/terminals/{terminal}/commands"] = AccountRole.Operator,
        ["POST /console/terminals/{terminal}/confirm"] = AccountRole.Operator,
        ["POST /console/terminals/{terminal}/refuse"] = AccountRole.Operator,
        ["POST /console/terminals/{terminal}/epoch"] = AccountRole.Treasurer,
        ["POST /console/terminals/{terminal}/revoke"] = AccountRole.Treasurer,
        ["POST /console/terminals/{terminal}/held"] = AccountRole.Treasurer,
        ["GET /console/cards"] = AccountRole.Viewer,
        ["POST /console/cards"] = AccountRole.Viewer,
        ["GET /console/cards/{card}"] = AccountRole.Viewer,
        ["POST /console/cards/{card}/block"] = AccountRole.Operator,
        ["POST /console/cards/{card}/unblock"] = AccountRole.Operator,
        ["GET /console/decisions"] = AccountRole.Viewer,
        ["POST /console/decisions/rows/{row}"] = AccountRole.Treasurer,
        ["POST /console/decisions/gaps"] = AccountRole.Treasurer,
        ["POST /console/decisions/waiting"] = AccountRole.Treasurer,
        ["POST /console/decisions/suspense"] = AccountRole.Treasurer,
        ["GET /console/hours"] = AccountRole.Viewer,
        ["GET /console/acts"] = AccountRole.Viewer,
        ["GET /console/accounts"] = AccountRole.Admin,
        ["POST /console/accounts"] = AccountRole.Admin,
        ["POST /console/accounts/{name}/role"] = AccountRole.Admin,
        ["POST /console/accounts/{name}/password"] = AccountRole.Admin,
        ["POST /console/accounts/{name}/remove"] = AccountRole.Admin,
        ["GET /console/password"] = AccountRole.Viewer,
        ["POST /console/password"] = AccountRole.Viewer,
    };

    /// <summary>They are before the table: who asks has no account yet, or gives his up.</summary>
    private static readonly string[] BeforeTheTable =
        ["/", "/console/files/{name}", "/console/login", "/console/login", "/console/logout", "/console/{**rest}"];

    private ConsoleBench console = null!;
    private CardToken card;

    public async ValueTask InitializeAsync()
    {
        console = await ConsoleBench.StartAsync();
        console.Enrol(Site.Bar);
        card = console.Card("04E141125B3C80");
    }

    public ValueTask DisposeAsync() => console.DisposeAsync();

    [Fact]
    public void Each_route_needs_the_role_that_is_written_here_and_there_is_no_other()
    {
        var table = ConsoleTable.Of(
            console.Folder, new FleetView(console.Fleet, () => true, TimeProvider.System), TimeProvider.System);

        Assert.Equal(
            Needed.Select(row => $"{row.Key}: {row.Value}").Order(StringComparer.Ordinal),
            table.Select(route => $"{route.Method} {route.Path}: {route.Role}").Order(StringComparer.Ordinal));
        Assert.Equal(
            table.Select(route => route.Path).Concat(BeforeTheTable).Order(StringComparer.Ordinal),
            console.Paths.Where(path => path == "/" || path.StartsWith("/console", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(AccountRole.Viewer)]
    [InlineData(AccountRole.Operator)]
    [InlineData(AccountRole.Treasurer)]
    [InlineData(AccountRole.Admin)]
    public async Task Who_has_a_lower_role_than_a_route_needs_is_refused_and_nobody_else(AccountRole role)
    {
        await console.LogInAsync("anna", role);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

        foreach (var (route, needed) in Needed)
        {
            var answer = await SendAsync(route, Origin, ("form", form));
            var isRefused = answer.StatusCode == HttpStatusCode.Forbidden;

            Assert.Equal((route, role < needed), (route, isRefused));
        }
    }

    [Fact]
    public async Task Who_has_not_logged_in_is_shown_nothing_and_changes_nothing()
    {
        var before = console.Folder.Store.Entries().Count();

        foreach (var route in Needed.Keys)
        {
            var answer = await SendAsync(route, Origin, ("form", ConsoleCookies.TokenOf("")));

            Assert.Equal(
                (route, HttpStatusCode.SeeOther, "/console/login"),
                (route, answer.StatusCode, answer.Headers.Location?.ToString()));
            Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        Assert.Equal(before, console.Folder.Store.Entries().Count());
    }

    [Fact]
    public async Task A_post_from_elsewhere_or_without_its_sessions_token_is_refused_and_changes_nothing()
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);
        var another = ConsoleCookies.TokenOf("of another session");
        (string Name, string? Origin, (string, string)[] Fields)[] forgeries =
        [
            ("no token", Origin, []),
            ("another session's token", Origin, [("form", another)]),
            ("another site", "https://evil.example", [("form", form)]),
            ("another port", $"http://127.0.0.1:{FreePort.Find()}", [("form", form)]),
            ("a page without an origin", "null", [("form", form)]),
            ("no origin", null, [("form", form)]),
        ];
        var before = console.Folder.Store.Entries().Count();

        foreach (var route in Needed.Keys.Where(route => route.StartsWith("POST ", StringComparison.Ordinal)))
            foreach (var (name, origin, fields) in forgeries)
                Assert.Equal(
                    (route, name, HttpStatusCode.Forbidden),
                    (route, name, (await SendAsync(route, origin, fields)).StatusCode));
        Assert.Equal(before, console.Folder.Store.Entries().Count());
    }

    [Fact]
    public async Task Every_answer_forbids_script_and_style_in_the_page_and_none_has_any()
    {
        await console.LogInAsync("anna", AccountRole.Admin);
        var form = ConsoleCookies.TokenOf(console.Cookies["__Host-ledger-session"]);

        foreach (var route in Needed.Keys)
        {
            var answer = await SendAsync(route, Origin, ("form", form));
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy);
            Assert.Equal((route, "no-store"), (route, answer.Headers.CacheControl?.ToString()));
            Assert.DoesNotMatch(
                "(?i)<style|[ \"']style=|[ \"']on[a-z]+=|javascript:|<script(?! src=\"/console/files/)", page);
        }
    }

    private string Origin => console.Folder.Server.Address!.GetLeftPart(UriPartial.Authority);

    private Task<HttpResponseMessage> SendAsync(
        string route, string? origin, params (string Name, string Value)[] fields)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        return console.SendAsync(
            HttpMethod.Parse(method),
            path.Replace("{terminal}", "bar-1", StringComparison.Ordinal)
                .Replace("{card}", card.ToString(), StringComparison.Ordinal)
                .Replace("{row}", "1", StringComparison.Ordinal)
                .Replace("{name}", "nobody", StringComparison.Ordinal),
            origin,
            fields);
    }
}
