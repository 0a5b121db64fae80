using System.Net;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>When a terminal asks how it stands. Nobody answers: each question is signed, and that is counted.</summary>
public sealed class StandingWatchTests : IDisposable
{
    private static readonly TimeSpan AskAfter = TimeSpan.FromSeconds(60);

    private readonly Site site = new();
    private readonly ManualTime time = new();
    private readonly Questions own;
    private readonly LedgerServerClient client;
    private readonly LedgerPins pins;
    private readonly StandingWatch watch;

    public StandingWatchTests()
    {
        own = new Questions(site.Terminal, time);
        client = LedgerServerClient.Of(new Uri($"http://127.0.0.1:{FreePort.Find()}"), null, time);
        pins = LedgerPins.Open(
            new ForgetfulDisk(), new PinnedLedgerKey(Site.Id, site.Ledger.PublicKey.ToJsonWebKey(), 0, 0, null));
        watch = new StandingWatch(
            new LedgerDesk(client, Site.Id, Site.Bar, pins),
            own,
            AskAfter,
            () => 0,
            time,
            _ => throw new InvalidOperationException("nobody has said anything"),
            NullLogger<StandingWatch>.Instance);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        client.Dispose();
        pins.Dispose();
        site.Dispose();
    }

    [Fact]
    public Task It_asks_when_nothing_was_heard_for_so_long_and_then_less_and_less_often() => RunAsync(async () =>
    {
        await AskedAsync(3);

        Assert.True(own.At[0] >= AskAfter, $"{own.At[0]}");
        // After 15 seconds it would be 22.5, and 33.75.
        Assert.True(own.At[1] - own.At[0] >= TimeSpan.FromSeconds(22), $"{own.At[1]}");
        Assert.True(own.At[2] - own.At[1] >= TimeSpan.FromSeconds(33), $"{own.At[2]}");
    });

    [Fact]
    public Task Once_the_ledger_was_heard_it_waits_as_long_again() => RunAsync(async () =>
    {
        await AskedAsync(1);
        watch.Hear(new RelayNews.BeatAnswered(null, 0, 0, 0));
        var heard = time.Elapsed;

        await AskedAsync(2);

        Assert.True(own.At[1] - heard >= AskAfter, $"{own.At[1]} after {heard}");
    });

    [Fact]
    public Task Turned_away_it_asks_at_once() => RunAsync(async () =>
    {
        watch.Hear(new RelayNews.BrokerRefused("not authorised"));

        await AskedAsync(1);

        Assert.True(own.At[0] < AskAfter, $"{own.At[0]}");
    });

    /// <summary>It had been cut off for long, came back, and was revoked then.</summary>
    [Fact]
    public Task Turned_away_after_it_was_heard_again_it_asks_soon() => RunAsync(async () =>
    {
        await AskedAsync(4);
        var heard = time.Elapsed;

        // Again and again: the fourth answer may be on its way.
        await Eventually.TrueAsync(
            () =>
            {
                watch.Hear(new RelayNews.BeatAnswered(null, 0, 0, 0));
                watch.Hear(new RelayNews.BrokerRefused("not authorised"));
                time.Advance(TimeSpan.FromSeconds(1));
                return own.At.Count >= 5;
            },
            "it has asked",
            Cancellation);

        Assert.True(own.At[4] - heard < TimeSpan.FromSeconds(40), $"{own.At[4]} after {heard}");
    });

    /// <summary>A server that is full of others has not been asked. Its time is real: so is the exchange.</summary>
    [Fact]
    public async Task Told_to_come_again_it_does_and_not_less_and_less_often()
    {
        await using var busy = new BusyServer();
        using var there = LedgerServerClient.Of(busy.Address, null, TimeProvider.System);
        var asking = new StandingWatch(
            new LedgerDesk(there, Site.Id, Site.Bar, pins),
            own,
            AskAfter,
            () => 0,
            TimeProvider.System,
            _ => throw new InvalidOperationException("nobody has said anything"),
            NullLogger<StandingWatch>.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = asking.RunAsync(stop.Token);

        asking.Hear(new RelayNews.BrokerRefused("not authorised"));

        // By itself it would wait for longer than this does.
        await Eventually.TrueAsync(() => own.At.Count >= 3, "it has asked three times", Cancellation);
        await stop.CancelAsync();
        await running;
    }

    private Task AskedAsync(int times) => Eventually.TrueAsync(
        () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return own.At.Count >= times;
        },
        $"it has asked {times} times",
        Cancellation);

    private async Task RunAsync(Func<Task> use)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = watch.RunAsync(stop.Token);
        await use();
        await stop.CancelAsync();
        await running;
    }

    /// <summary>When each was signed.</summary>
    private sealed class Questions(ISigner inner, ManualTime time) : ISigner
    {
        private volatile TimeSpan[] at = [];

        public IReadOnlyList<TimeSpan> At => at;

        public KeyId KeyId => inner.KeyId;

        public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
        {
            at = [.. at, time.Elapsed];
            inner.Sign(signingInput, signature);
        }
    }

    /// <summary>Has no room for anybody.</summary>
    private sealed class BusyServer : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly Task answering;

        public BusyServer()
        {
            Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
            listener.Prefixes.Add(Address.ToString());
            listener.Start();
            answering = AnswerAsync();
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await answering;
        }

        private async Task AnswerAsync()
        {
            while (true)
                try
                {
                    var response = (await listener.GetContextAsync()).Response;
                    (response.StatusCode, response.ContentType) = (429, ProblemDocument.MediaType);
                    response.Headers["Retry-After"] = "1";
                    var problem = new ProblemDocument(ProblemDocument.TypeOf("busy"), "Busy", 429, "Others come.");
                    response.Close(problem.Write(), willBlock: false);
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
        }
    }
}
