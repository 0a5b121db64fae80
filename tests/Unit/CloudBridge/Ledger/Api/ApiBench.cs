using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.Extensions.Logging;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>A ledger with its HTTP server on this machine, and a client that has a token.</summary>
internal sealed class ApiBench : IAsyncDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly Notes notes = new();
    private readonly LoggerFactory loggers;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private LedgerServer server = null!;

    private ApiBench() => loggers = new LoggerFactory([notes]);

    public LedgerFolder Folder { get; private set; } = null!;

    /// <summary>Paths that the server routes, with their parameters in braces.</summary>
    public IEnumerable<string> Routed => server.Paths;

    /// <summary>All that the server has logged.</summary>
    public string Logged => notes.ToString();

    /// <summary>All that the books' file has.</summary>
    public string Log => File.ReadAllText(temporary.In("ledger/ledger.log"));

    /// <summary>All that the file of terminals that wait has.</summary>
    public string Waiting => File.ReadAllText(temporary.In("ledger/enrolling.json"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ApiBench> StartAsync()
    {
        var bench = new ApiBench();
        bench.Folder = LedgerFolder.Create(bench.temporary.In("ledger"), Site.Id);
        await bench.ServeAsync();
        return bench;
    }

    /// <summary>As another process would go on.</summary>
    public async Task StartAgainAsync()
    {
        await server.DisposeAsync();
        Folder.Dispose();
        Folder = LedgerFolder.Open(temporary.In("ledger"));
        await ServeAsync();
    }

    /// <summary>The books are put back as they were when their file had this.</summary>
    public async Task RestoreAsync(string log)
    {
        await server.DisposeAsync();
        Folder.Dispose();
        await File.WriteAllTextAsync(temporary.In("ledger/ledger.log"), log, Cancellation);
        Folder = LedgerFolder.Open(temporary.In("ledger"));
        Eras.Raise(Folder.Store, TimeProvider.System.GetUtcNow());
        await ServeAsync();
    }

    /// <summary>The same ledger, as a command opens it.</summary>
    public LedgerFolder OpenAgain() => LedgerFolder.Open(temporary.In("ledger"));

    /// <summary>A new token.</summary>
    public string Token(string name, params string[] scopes)
    {
        Assert.Null(Folder.Tokens.Create(name, scopes, expiresMilliseconds: null, out var token));
        return token;
    }

    /// <summary>Asks, and reads the answer as JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(
        string method, string path, string? token, string? body = null, string? key = null)
    {
        using var answer = await SendAsync(method, path, token, body, key);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        var read = text.Length == 0 ? null : JsonNode.Parse(text);
        if (!answer.IsSuccessStatusCode && RouteOf(method, path) is { } route)
            Assert.Contains(
                ((string?)read?["type"], (int)answer.StatusCode),
                route.Problems().Select(problem => ((string?)ProblemDocument.TypeOf(problem.Name), problem.Status)));
        return (answer.StatusCode, read);
    }

    /// <summary>A path with fewer parameters is meant before one with more.</summary>
    private ApiRoute? RouteOf(string method, string path)
    {
        var parts = path.Split('?')[0].Split('/');
        return ApiTable.Of(Folder)
            .Where(route => route.Method == method)
            .Select(route => (Route: route, Parts: route.Path.Split('/')))
            .Where(row => row.Parts.Length == parts.Length &&
                row.Parts.Zip(parts).All(pair => pair.First is ['{', ..] || pair.First == pair.Second))
            .MinBy(row => row.Parts.Count(part => part is ['{', ..]))
            .Route;
    }

    public Task<HttpResponseMessage> SendAsync(
        string method, string path, string? token, string? body = null, string? key = null,
        string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(Folder.Server.Address!, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        return http.SendAsync(request, Cancellation);
    }

    /// <summary>Asks for what succeeds.</summary>
    public async Task<JsonNode> DoAsync(
        string method, string path, string token, string? body = null, string? key = null)
    {
        var (status, answer) = await AskAsync(method, path, token, body, key);
        Assert.True((int)status is 200 or 201, $"{status}: {answer}");
        return answer!;
    }

    /// <summary>Asks for what is a problem.</summary>
    /// <returns>Its detail.</returns>
    public async Task<string> FailAsync(
        HttpStatusCode expected, string name, string method, string path, string? token, string? body = null,
        string? key = null)
    {
        var (status, problem) = await AskAsync(method, path, token, body, key);
        Assert.Equal((expected, ProblemDocument.TypeOf(name)), (status, (string?)problem?["type"]));
        return (string)problem!["detail"]!;
    }

    /// <summary>Adds a card.</summary>
    /// <returns>Its token.</returns>
    public async Task<string> CardAsync(string uid, string by)
    {
        var added = await DoAsync(
            "POST", "/v1/cards", by, $$"""{"cards":[{"uid":"{{uid}}"}]}""", key: $"card-{uid}");
        return (string)added["cards"]![0]!;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Folder.Dispose();
        http.Dispose();
        loggers.Dispose();
        temporary.Dispose();
    }

    private async Task ServeAsync()
    {
        var plan = new HttpPlan(new IPEndPoint(IPAddress.Loopback, FreePort.Find()), ["127.0.0.1"], IsPlain: true);
        server = await LedgerServer.StartAsync(plan, Folder, loggers, Cancellation);
    }

    private sealed class Notes : ILoggerProvider, ILogger
    {
        private readonly StringBuilder text = new();

        public override string ToString() => text.ToString();

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            text.AppendLine(formatter(state, exception));
    }
}
