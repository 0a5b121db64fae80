using System.Net;
using CloudBridge.Metrics;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host.Watching;

/// <summary>A real daemon, without reader and broker, that is asked how it is.</summary>
public sealed class WatchedDaemonTests : IDisposable
{
    private readonly DaemonBench daemon = new();
    private readonly WatchedPages pages = new(Port);

    private static int Port { get; } = FreePort.Find();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        pages.Dispose();
        daemon.Dispose();
    }

    [Fact]
    public async Task It_is_alive_says_in_words_why_it_does_not_serve_and_gives_the_metrics_that_are_documented()
    {
        await daemon.EnrolAsync(Cancellation);
        using var stop = new CancellationTokenSource();
        var running = RunAsync(new WatchSettings(IPAddress.Loopback, Port), stop.Token);
        await Eventually.TrueAsync(
            () => Asked("/readyz").Text == "out of service (502): ReaderLost\n",
            "it says that it does not serve",
            Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, Asked("/readyz").Status);
        Assert.Equal((HttpStatusCode.OK, "alive\n"), Asked("/healthz"));
        var (status, metrics) = Asked("/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(WatchedPages.Documented("metrics.md"), WatchedPages.NamesIn(metrics));
        Assert.Contains("edge_terminal_ready 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_activity{activity=\"outOfService\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_fault{fault=\"ReaderLost\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_fault{fault=\"PanelLost\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_list_mode{mode=\"missing\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_facts_total{kind=\"bootStarted\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("edge_terminal_broker_dials_total{outcome=\"failed\"}", metrics, StringComparison.Ordinal);
        Assert.Matches("edge_terminal_journal_sync_duration_seconds_count [1-9]", metrics);
        Assert.Matches("edge_terminal_journal_oldest_unsent_age_seconds [0-9]", metrics);

        await stop.CancelAsync();
        Assert.Equal(0, await Eventually.CompletesAsync(running, "the daemon ends", Cancellation));
        Assert.Equal(((HttpStatusCode)0, ""), Asked("/healthz"));
    }

    [Fact]
    public async Task Where_its_port_is_taken_it_works_all_the_same()
    {
        await daemon.EnrolAsync(Cancellation);
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var stop = new CancellationTokenSource();

        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var running = RunAsync(new WatchSettings(IPAddress.Loopback, port), stop.Token);
        await Eventually.TrueAsync(
            () => Directory.Exists(Path.Combine(daemon.State, "journal")) &&
                Directory.EnumerateFiles(Path.Combine(daemon.State, "journal")).Any(),
            "it writes its journal",
            Cancellation);
        await stop.CancelAsync();

        Assert.Equal(0, await Eventually.CompletesAsync(running, "the daemon ends", Cancellation));
    }

    private Task<int> RunAsync(WatchSettings watch, CancellationToken stop) => DaemonBench.RunAsync(
        daemon.Configuration(
            "kiosk",
            new StationSettings(new KioskSetup(Kiosks.Beer, 1), KioskReader.KeysOf([]), new HashSet<object>())) with
        {
            Watch = watch,
        },
        new VirtualBoard(TimeProvider.System),
        TimeProvider.System,
        stop);

    private (HttpStatusCode Status, string Text) Asked(string path) => pages.Ask(path, Cancellation);
}
