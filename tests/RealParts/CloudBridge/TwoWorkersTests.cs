using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// Two workers of one ledger on one PostgreSQL, each with a copy of the folder and an HTTPS server of its own: what is
/// done at the one has been done for the other.
/// </summary>
public sealed partial class TwoWorkersTests : IAsyncLifetime
{
    private const string Password = "four words and more";
    private const string Refill =
        """{"asset":"TLF","amount":500,"source":"cardPayment","reference":"pi_3","note":"web shop"}""";

    private PostgresServer postgres = null!;
    private string connection = "";
    private ServedLedger one = null!;
    private ServedLedger two = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        postgres = await PostgresServer.StartAsync(Cancellation);
        connection = postgres.CreateDatabase();
        one = await ServedLedger.StartAsync(connection);
        two = await one.StartAnotherAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (two is not null)
            await two.DisposeAsync();
        if (one is not null)
            await one.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_refill_that_is_asked_for_again_at_another_worker_is_done_once()
    {
        var token = (await one.SaysAsync(["token", "create", "--name", "shop", "--scope", .. Scope.All])).Trim();
        using var here = new ServedApi(one.Address, one.Authority, token, Cancellation);
        using var there = new ServedApi(two.Address, two.Authority, token, Cancellation);
        var created = await here.DoAsync("POST", "/v1/cards", """{"cards":[{"uid":"04E141125B3C80"}]}""", "c");
        var path = $"/v1/cards/{JsonNode.Parse(created)!["cards"]![0]}/refills";

        var first = await here.DoAsync("POST", path, Refill, "r");
        Assert.Equal(first, await there.DoAsync("POST", path, Refill, "r"));
        await one.KillAsync();
        Assert.Equal(first, await there.DoAsync("POST", path, Refill, "r"));
        using var other = await there.SendAsync(
            "POST", path, Refill.Replace("500", "501", StringComparison.Ordinal), "r");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(1, CountOf("walletRefilled"));
        Assert.Equal(500, (long)JsonNode.Parse(first)!["balance"]!);
        await two.SaysAsync("check");
    }

    [Fact]
    public async Task A_token_that_is_revoked_at_one_is_refused_at_the_other()
    {
        var token = (await one.SaysAsync(["token", "create", "--name", "shop", "--scope", "cards:read"])).Trim();
        using var there = new ServedApi(two.Address, two.Authority, token, Cancellation);
        using var before = await there.SendAsync("GET", "/v1/cards/unknown");
        Assert.NotEqual(HttpStatusCode.Unauthorized, before.StatusCode);

        await one.SaysAsync("token", "revoke", "--name", "shop");

        using var after = await there.SendAsync("GET", "/v1/cards/unknown");
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_PIN_of_one_enrols_at_the_other_once()
    {
        var pin = await one.CreateAsync("bar-1");
        await using var terminal = await two.EnrolAsync("bar", ["bar-1", pin, "yes"]);
        var words = await ServedLedger.WordsAsync(terminal);

        // It is used, for the one that it was made at as well.
        await using var late = await one.EnrolAsync("late", ["bar-1", pin], patience: "0");
        Assert.Equal(4, await late.End(Cancellation));
        Assert.Contains("Expected a name and its PIN", late.Errors.Seen[^1], StringComparison.Ordinal);
        Assert.Contains(words, await two.SaysAsync("terminal", "list"), StringComparison.Ordinal);
        await one.SaysAsync("terminal", "confirm", "bar-1", words.Replace(' ', '-'));

        Assert.True(await terminal.End(Cancellation) == 0, string.Join('\n', terminal.Errors.Seen));
        var enrolment = Enrolment.Read(await File.ReadAllBytesAsync(two.In("bar/enrolment.jws"), Cancellation));
        Assert.Equal(TerminalId.Parse("bar-1"), enrolment.OrThrow().Terminal);
        Assert.Equal(1, CountOf("terminalEnrolled"));
        Assert.Equal(
            (1L, 0L),
            (CountOf("terminalCreated"), PostgresServer.Ask<long>(
                connection, "select count(*) from waiting where convert_from(document, 'UTF8') like '%\"pin\":\"%'")));
        Assert.False(File.Exists(one.In("ledger/enrolling.json")));
        Assert.False(File.Exists(two.In("ledger/enrolling.json")));
    }

    [Fact]
    public async Task Wrong_PINs_at_both_stop_all_trying_at_both()
    {
        var heard = await Guesser.HearAsync(one);
        using var guesser = Es256Signer.Create();

        for (var i = 0; i < 20; i++)
        {
            var (status, _) = await Guesser.GuessAsync(i % 2 == 0 ? one : two, guesser, $"bar-{i}", heard, i);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
        }

        foreach (var worker in new[] { one, two })
        {
            var (status, again) = await Guesser.GuessAsync(worker, guesser, "bar-99", heard, 99);
            Assert.Equal(HttpStatusCode.TooManyRequests, status);
            Assert.InRange(again!.Value, TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task Who_logs_in_at_one_is_logged_in_at_the_other_until_the_account_ends()
    {
        var (code, _, errors) = await one.TellAsync([Password], "account", "create", "anna", "--role", "treasurer");
        Assert.True(code == 0, errors);
        Dictionary<string, string> cookies = [];
        using (var form = await AskAsync(two, HttpMethod.Get, "/console/login", cookies))
        {
            var hidden = Hidden().Matches(await form.Content.ReadAsStringAsync(Cancellation));
            using var done = await AskAsync(
                two,
                HttpMethod.Post,
                "/console/login",
                cookies,
                [
                    .. hidden.Select(match => KeyValuePair.Create(match.Groups[1].Value, match.Groups[2].Value)),
                    new("name", "anna"), new("password", Password),
                ]);
            Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        }

        foreach (var worker in new[] { one, two })
        {
            using var page = await AskAsync(worker, HttpMethod.Get, "/console", cookies);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("anna", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
        await one.SaysAsync("account", "remove", "anna");
        foreach (var worker in new[] { one, two })
        {
            using var page = await AskAsync(worker, HttpMethod.Get, "/console", cookies);
            Assert.Equal("/console/login", page.Headers.Location?.ToString());
        }
    }

    private long CountOf(string kind) =>
        PostgresServer.Ask<long>(connection, $"select count(*) from entry where kind = '{kind}'");

    /// <summary>As a browser does: it knows the two by one host, and gives both what either has set.</summary>
    private static async Task<HttpResponseMessage> AskAsync(
        ServedLedger worker,
        HttpMethod method,
        string path,
        Dictionary<string, string> cookies,
        IReadOnlyList<KeyValuePair<string, string>>? fields = null)
    {
        using var authority = X509Certificate2.CreateFromPem(
            await File.ReadAllTextAsync(worker.Authority, Cancellation));
        using var handler = TrustingHandler.Create(authority);
        using var http = new HttpClient(handler) { BaseAddress = worker.Address };
        using var request = new HttpRequestMessage(method, path);
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        if (fields is not null)
        {
            request.Headers.Add("Origin", worker.Address.GetLeftPart(UriPartial.Authority));
            request.Content = new FormUrlEncodedContent(fields);
        }
        var answer = await http.SendAsync(request, Cancellation);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var (name, value) in set.Select(line => line.Split(';')[0].Split('=', 2)).Select(
                pair => (pair[0], pair[1])))
                cookies[name] = value;
        return answer;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
