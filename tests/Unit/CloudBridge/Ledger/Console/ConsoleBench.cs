using System.Net;
using System.Text.RegularExpressions;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Console;

/// <summary>A ledger with its console on this machine, and a browser without script.</summary>
internal sealed partial class ConsoleBench : IAsyncDisposable
{
    public const string Password = "four words and more";

    private readonly TemporaryFolder temporary = new();
    private readonly Dictionary<string, string> cookies = [];
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        UseProxy = false, UseCookies = false, AllowAutoRedirect = false,
    });

    private readonly Site site = new();
    private LedgerServer server = null!;

    public LedgerFolder Folder { get; private set; } = null!;

    public Fleet Fleet { get; } = new();

    /// <summary>The ledger hears the broker.</summary>
    public bool IsConnected { get; set; } = true;

    /// <summary>What the server routes.</summary>
    public IEnumerable<string> Paths => server.Paths;

    /// <summary>What the browser keeps.</summary>
    public IReadOnlyDictionary<string, string> Cookies => cookies;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ConsoleBench> StartAsync()
    {
        var bench = new ConsoleBench();
        bench.Folder = LedgerFolder.Create(bench.temporary.In("ledger"), Site.Id);
        var plan = new HttpPlan(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), ["127.0.0.1"], IsPlain: true)
        {
            HasConsole = true, Fleet = bench.Fleet, IsConnected = () => bench.IsConnected,
        };
        bench.server = await LedgerServer.StartAsync(plan, bench.Folder, NullLoggerFactory.Instance, Cancellation);
        return bench;
    }

    /// <summary>Makes an account and logs in with it.</summary>
    public async Task LogInAsync(string name, AccountRole role)
    {
        Assert.Null(Folder.Accounts.Create(name, role, Password));
        var answer = await FillInAsync("/console/login", "/console/login", ("name", name), ("password", Password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>Adds a card with 1.00 by its UID.</summary>
    public CardToken Card(string uid)
    {
        Assert.True(CardUid.TryParse(uid, out var known));
        var card = Folder.Cards.TokenOf(known);
        Folder.Vault.Add([new VaultRow(known.Hex, card)]);
        LedgerBench.Add(Folder.Store, new LedgerEntry.CardsAdded(
        [
            new NewCard(
                card, Folder.SiteKey.OwnWallet(card), CardClass.Uid, CardState.Ok,
                [new AssetAmount(AssetId.Parse("TLF"), new Money(100))]),
        ]));
        return card;
    }

    /// <summary>Enrols a terminal; all have one key.</summary>
    public void Enrol(TerminalId terminal) => LedgerBench.Add(Folder.Store, new LedgerEntry.TerminalEnrolled(
        terminal, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default, Clock.Noon));

    /// <summary>Records of the test terminal, one after the other from the first.</summary>
    public void Take(params Fact[] facts)
    {
        var journal = new JournalWriter(site);
        Take([.. facts.Select(fact => journal.Next(fact))]);
    }

    /// <summary>Lines of the test terminal.</summary>
    public void Take(params SignedObject[] lines)
    {
        var logic = new LedgerLogic(Site.Id, Folder.Store, Folder.Signer, LedgerBench.Options);
        logic.Received([LedgerBench.Message(lines)], now: 0, Clock.Noon);
    }

    /// <summary>Begins the journal of the test terminal.</summary>
    public JournalWriter Journal() => new(site);

    /// <summary>A terminal says how it is, so long ago.</summary>
    /// <param name="status">How.</param>
    /// <param name="ago">Before now.</param>
    /// <param name="wasKept">The broker had kept it.</param>
    public void Say(StatusMessage status, TimeSpan ago = default, bool wasKept = false)
    {
        var at = (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeMilliseconds();
        if (!wasKept)
            Fleet.Heard(status.Terminal, at);
        Assert.Null(Folder.Store.Read(books => Fleet.Take(
            SignedMessage.Sign(status, site.Terminal).Compact, Site.Id, books.Terminal(status.Terminal), wasKept, at)));
    }

    /// <summary>That it serves, and has so many records.</summary>
    public static StatusMessage Status(TerminalId terminal, long end) => new(
        Site.Id, Addressee.Ledger, terminal, 1, new Nonce(1), TerminalActivity.Serving, "0.1.0", new ListVersion(1, 3),
        ListAgeMilliseconds: 800, QueueEpoch: 1, QueueEnd: end, Faults: []);

    /// <summary>Loads a page that there is.</summary>
    public async Task<string> PageAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }

    /// <summary>Loads a page, fills in the form in it that goes there, and sends it.</summary>
    public async Task<HttpResponseMessage> FillInAsync(
        string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await PageAsync(page);
        var form = html[html.IndexOf($"action=\"{action}\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        var hidden = Hidden().Matches(form).Select(match => (match.Groups[1].Value, match.Groups[2].Value));
        return await SendAsync(HttpMethod.Post, action, [.. hidden, .. fields]);
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, params (string Name, string Value)[] fields) =>
        SendAsync(method, path, Folder.Server.Address!.GetLeftPart(UriPartial.Authority), fields);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? origin, params (string Name, string Value)[] fields) =>
        SendAsync(
            method,
            path,
            method == HttpMethod.Get
                ? null
                : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            origin);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent content) =>
        SendAsync(method, path, content, Folder.Server.Address!.GetLeftPart(UriPartial.Authority));

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? origin)
    {
        using var request = new HttpRequestMessage(method, new Uri(Folder.Server.Address!, path));
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(one => $"{one.Key}={one.Value}")));
        request.Content = content;
        if (content is not null && origin is not null)
            request.Headers.Add("Origin", origin);
        var answer = await http.SendAsync(request, Cancellation);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
            foreach (var cookie in set)
                Keep(cookie);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Folder.Dispose();
        http.Dispose();
        site.Dispose();
        temporary.Dispose();
    }

    private void Keep(string cookie)
    {
        Assert.Contains("; path=/; secure; samesite=strict; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        var (name, value) = (cookie.Split('=')[0], cookie.Split('=')[1].Split(';')[0]);
        if (value.Length == 0)
            cookies.Remove(name);
        else
            cookies[name] = value;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([a-z]+)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
