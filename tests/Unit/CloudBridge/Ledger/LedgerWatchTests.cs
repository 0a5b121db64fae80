using System.Net;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Metrics;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using Tests.Unit.CloudBridge.Mqtt;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A ledger that runs, asked how it is as Prometheus and a service manager ask.</summary>
public sealed class LedgerWatchTests : IAsyncDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench bench;
    private readonly JournalWriter terminal;
    private readonly ScriptedBroker broker = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly LedgerMeter meter = new();
    private readonly LedgerWatch watch;
    private readonly Task running;
    private readonly WatchedPages pages;

    public LedgerWatchTests()
    {
        bench = new LedgerBench(site).With((Kiosks.Guest, "TLF 100000"));
        terminal = new JournalWriter(site);
        var logic = new LedgerLogic(Site.Id, bench.Store, site.Ledger, LedgerBench.Options) { Meter = meter };
        var service = new LedgerService(
            logic, bench.Rejected, broker, new MqttOptions("here", 1, "ledger"), TimeProvider.System,
            NullLogger<LedgerService>.Instance);
        watch = LedgerWatch.Start(
            new WatchSettings(IPAddress.Loopback, 0), meter, () => SeenLedger.Of(bench.Store, logic.Fleet), service,
            TimeProvider.System, NullLogger<LedgerWatch>.Instance);
        pages = new WatchedPages(watch.Address.Port);
        running = service.RunAsync(stopping.Token);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await watch.DisposeAsync();
        pages.Dispose();
        meter.Dispose();
        stopping.Dispose();
        site.Dispose();
    }

    [Fact]
    public async Task It_is_ready_while_it_has_a_connection_and_gives_the_metrics_that_are_documented()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        await Eventually.TrueAsync(() => Asked("/readyz").Text == "ready\n", "it is ready", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "alive\n"), Asked("/healthz"));

        var status = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 2, new Nonce(1), TerminalActivity.OutOfService, "0.1.0", null,
            ListAgeMilliseconds: null, QueueEpoch: 1, QueueEnd: 3, ["ReaderLost"], Reason.DeviceFault, new Money(450));
        connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
        connection.Deliver(new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status), SignedMessage.Sign(status, site.Terminal).Compact));
        await Eventually.TrueAsync(
            () => Asked("/metrics").Text.Contains(
                "edge_terminal_ledger_terminal_unsent{terminal=\"bar-1\"} 2\n", StringComparison.Ordinal),
            "what the terminal said is seen, beside what came",
            Cancellation);

        var (_, metrics) = Asked("/metrics");
        Assert.Equal(WatchedPages.Documented("ledger-metrics.md"), WatchedPages.NamesIn(metrics));
        Assert.Contains("edge_terminal_ledger_records_total{outcome=\"booked\"} 1\n", metrics);
        Assert.Contains("edge_terminal_ledger_terminal_sells{terminal=\"bar-1\"} 0\n", metrics);
        Assert.Contains("edge_terminal_ledger_terminal_faults{terminal=\"bar-1\"} 1\n", metrics);
        Assert.Contains("edge_terminal_ledger_terminal_unlisted_debits{terminal=\"bar-1\"} 450\n", metrics);
        Assert.Contains(
            "edge_terminal_ledger_terminal_activity{terminal=\"bar-1\",activity=\"outOfService\"} 1\n", metrics);
        Assert.Contains("edge_terminal_ledger_rows_open{kind=\"overspend\"} 0\n", metrics);
        Assert.Matches("edge_terminal_ledger_batch_duration_seconds_count [1-9]", metrics);
    }

    [Fact]
    public async Task It_is_not_ready_when_the_connection_is_lost()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        await Eventually.TrueAsync(() => Asked("/readyz").Text == "ready\n", "it is ready", Cancellation);

        connection.Break(new MqttFault.Lost("gone"));

        await Eventually.TrueAsync(
            () => Asked("/readyz") == (
                HttpStatusCode.ServiceUnavailable, "no connection to the broker: terminals are not heard\n"),
            "it says why not",
            Cancellation);
    }

    private (HttpStatusCode Status, string Text) Asked(string path) => pages.Ask(path, Cancellation);
}
