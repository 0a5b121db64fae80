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
}
