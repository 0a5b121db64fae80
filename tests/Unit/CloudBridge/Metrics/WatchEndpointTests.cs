using System.Net;
using System.Net.Sockets;
using System.Text;
using CloudBridge.Metrics;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Metrics;

/// <summary>The few pages, asked for as browsers, Prometheus and strangers do.</summary>
public sealed class WatchEndpointTests : IAsyncDisposable
{
    private readonly ManualTime time = new();
    private readonly LogBook<WatchEndpoint> log = new();
    private readonly WatchEndpoint endpoint;

    public WatchEndpointTests() =>
        endpoint = WatchEndpoint.Listen(new WatchSettings(IPAddress.Loopback, 0), Answer, time, log);

    public static TheoryData<string, string> Requests => new()
    {
        { "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 503 Service Unavailable\r\n" },
        { "GET /readyz?verbose HTTP/1.0\r\n\r\n", "HTTP/1.1 503 Service Unavailable\r\n" },
        { "GET /../etc/passwd HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n" },
        { "POST /readyz HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n" },
        { "GET /readyz\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
        { "GET /readyz GOPHER/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
        { "\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n" },
        { new string('x', 8 * 1024), "HTTP/1.1 400 Bad Request\r\n" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => endpoint.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_request_has_its_answer(string request, string begin) =>
        Assert.StartsWith(begin, await AskAsync(request), StringComparison.Ordinal);

    [Fact]
    public async Task A_page_says_how_long_it_is_and_HEAD_leaves_it_out()
    {
        var page = await AskAsync("GET /readyz HTTP/1.1\r\n\r\n");
        var head = await AskAsync("HEAD /readyz HTTP/1.1\r\n\r\n");

        Assert.Contains("\r\nContent-Length: 10\r\n", page, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nno reader\n", page, StringComparison.Ordinal);
        Assert.Equal(page[..^"no reader\n".Length], head);
    }

    /// <summary>Four places: whoever says nothing gives his back in time, and hangs up nobody else.</summary>
    [Fact]
    public async Task Those_who_ask_nothing_are_hung_up_on_and_others_answered()
    {
        var silent = new List<Task<int>>();
        for (var count = 0; count < 4; count++)
            silent.Add(HungUpAsync(await DialAsync()));
        await Eventually.TrueAsync(() => time.ActiveTimers == 4, "all four places are taken", Cancellation);
        var asking = AskAsync("GET /readyz HTTP/1.1\r\n\r\n");
        // Nothing can be waited for that must not happen: an endpoint with a fifth place answers within this.
        await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation));
        Assert.False(asking.IsCompleted, "there is no fifth place");

        time.Advance(TimeSpan.FromSeconds(5));

        var answer = await Eventually.CompletesAsync(asking, "the answer", Cancellation);
        Assert.Contains("no reader", answer, StringComparison.Ordinal);
        Assert.All(
            await Eventually.CompletesAsync(Task.WhenAll(silent), "the others are hung up on", Cancellation),
            read => Assert.Equal(0, read));

        static async Task<int> HungUpAsync(TcpClient client)
        {
            using (client)
                return await client.GetStream().ReadAsync(new byte[1], Cancellation);
        }
    }

    [Fact]
    public async Task A_page_that_cannot_be_made_is_answered_and_logged_once()
    {
        for (var count = 0; count < 3; count++)
        {
            var answer = await Eventually.CompletesAsync(
                AskAsync("GET /broken HTTP/1.1\r\n\r\n"), "an answer", Cancellation);
            Assert.StartsWith("HTTP/1.1 500 Internal Server Error\r\n", answer, StringComparison.Ordinal);
        }

        var entry = Assert.Single(log.Entries.Seen);
        Assert.StartsWith("/broken cannot be answered", entry.Text, StringComparison.Ordinal);
    }

    /// <summary>As where too many files are open: it asks again in a second, not a million times meanwhile.</summary>
    [Fact]
    public async Task Where_nobody_can_be_accepted_it_waits_before_it_tries_again()
    {
        var tries = 0;
        await using var full = With(_ =>
        {
            Interlocked.Increment(ref tries);
            return ValueTask.FromException<Socket>(new SocketException((int)SocketError.TooManyOpenSockets));
        });
        await Eventually.TrueAsync(() => time.ActiveTimers == 1, "it waits", Cancellation);
        Assert.Equal(1, Volatile.Read(ref tries));

        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(
            () => time.ActiveTimers == 1 && Volatile.Read(ref tries) == 2, "it tries again, and waits", Cancellation);
    }

    [Fact]
    public async Task A_listener_that_is_gone_does_not_hinder_the_end()
    {
        var leaving = With(async stop =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new InvalidOperationException("Not listening.");
        });

        await Eventually.CompletesAsync(leaving.DisposeAsync().AsTask(), "it ends", Cancellation);
    }

    private static Task<WatchAnswer?> Answer(string path, CancellationToken stop) => path switch
    {
        "/readyz" => Task.FromResult<WatchAnswer?>(WatchEndpoint.Plain("503 Service Unavailable", "no reader")),
        "/broken" => throw new FormatException("a gauge that fails"),
        _ => Task.FromResult<WatchAnswer?>(null),
    };

    private WatchEndpoint With(Func<CancellationToken, ValueTask<Socket>> accept)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new WatchEndpoint(listener, accept, Answer, time, log);
    }

    private async Task<TcpClient> DialAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(endpoint.Address, Cancellation);
        return client;
    }

    private async Task<string> AskAsync(string request)
    {
        using var client = await DialAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
