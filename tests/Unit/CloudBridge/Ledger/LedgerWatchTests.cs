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
    private readonly HeldStore held;
    private readonly ScriptedBroker broker = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly LedgerMeter meter = new(Site.Id);
    private readonly CertificateEnds ends;
    private readonly LedgerWatch watch;
    private readonly Task running;
    private readonly WatchedPages pages;

    public LedgerWatchTests()
    {
        bench = new LedgerBench(site).With((Kiosks.Guest, "TLF 100000"));
        terminal = new JournalWriter(site);
        held = new HeldStore(bench.Store);
        var options = LedgerBench.Options with { LookEvery = 0 };
        var logic = new LedgerLogic(Site.Id, held, site.Ledger, options) { Meter = meter };
        var service = new LedgerService(
            logic, bench.Rejected, broker, new MqttOptions("here", 1, "ledger"), TimeProvider.System,
            NullLogger<LedgerService>.Instance);
        var authority = new SiteAuthority(new ForgetfulDisk(), Site.Id, TimeProvider.System);
        authority.Make();
        ends = new CertificateEnds(authority, [], TimeProvider.System);
        ends.AddTo(meter.Meter, $"{Site.Id}");
        watch = LedgerWatch.Start(
            new WatchPlan(Site.Id, null, new WatchSettings(IPAddress.Loopback, 0), Otlp: null),
            logic, service, TimeProvider.System, NullLoggerFactory.Instance);
        pages = new WatchedPages(watch.Address!.Port);
        running = service.RunAsync(stopping.Token);
    }

    private static string Bar => "site=\"verger\",terminal=\"bar-1\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await watch.DisposeAsync();
        ends.Dispose();
        pages.Dispose();
        meter.Dispose();
        stopping.Dispose();
        held.Dispose();
        site.Dispose();
    }

    [Fact]
    public async Task It_is_ready_while_it_has_a_connection_and_gives_the_metrics_that_are_documented()
    {
        var connection = await ConnectedAsync();
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
                $"edge_terminal_ledger_terminal_unsent{{{Bar}}} 2\n", StringComparison.Ordinal),
            "what the terminal said is seen, beside what came",
            Cancellation);

        var (_, metrics) = Asked("/metrics");
        Assert.Equal(WatchedPages.Documented("ledger-metrics.md"), WatchedPages.NamesIn(metrics));
        Assert.Contains("edge_terminal_ledger_records_total{site=\"verger\",outcome=\"booked\"} 1\n", metrics);
        Assert.Contains($"edge_terminal_ledger_terminal_sells{{{Bar}}} 0\n", metrics);
        Assert.Contains($"edge_terminal_ledger_terminal_faults{{{Bar}}} 1\n", metrics);
        Assert.Contains($"edge_terminal_ledger_terminal_unlisted_debits{{{Bar}}} 450\n", metrics);
        Assert.Contains($"edge_terminal_ledger_terminal_at_risk{{{Bar}}} 450\n", metrics);
        Assert.Contains(
            $"edge_terminal_ledger_terminal_activity{{{Bar},activity=\"outOfService\"}} 1\n", metrics);
        Assert.Contains("edge_terminal_ledger_rows_open{site=\"verger\",kind=\"overspend\"} 0\n", metrics);
        Assert.Matches("edge_terminal_ledger_batch_duration_seconds_count.site=\"verger\". [1-9]", metrics);
    }

    /// <summary>Who looks at numbers alone must not read that all is well.</summary>
    [Fact]
    public async Task Who_is_not_heard_does_not_sell_and_risks_all_that_it_may_sell()
    {
        var connection = await ConnectedAsync();
        var serving = new StatusMessage(
            Site.Id, Addressee.Ledger, Site.Bar, 2, new Nonce(1), TerminalActivity.Serving, "0.1.0", null,
            ListAgeMilliseconds: null, QueueEpoch: 1, QueueEnd: 3, [], null, new Money(450));
        connection.Deliver(new MqttMessage(
            LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Status),
            SignedMessage.Sign(serving, site.Terminal).Compact));
        await Eventually.TrueAsync(() => Says("terminal_sells", 1), "it sells", Cancellation);
        Assert.True(Says("terminal_at_risk", 450));

        connection.Break(new MqttFault.Lost("gone"));

        await Eventually.TrueAsync(() => Says("terminal_sells", 0), "nobody knows whether it sells", Cancellation);
        Assert.True(Says("terminal_at_risk", TerminalLimits.Default.OfflineTotal.MinorUnits));

        bool Says(string metric, long value) => Asked("/metrics").Text.Contains(
            $"edge_terminal_ledger_{metric}{{{Bar}}} {value}\n", StringComparison.Ordinal);
    }

    /// <summary>Money must not be out of sight because somebody closed the row that it came with.</summary>
    [Fact]
    public async Task What_waits_for_a_decision_is_counted_also_where_it_has_no_row()
    {
        var connection = await ConnectedAsync();
        connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer("DEADBEEF"))));
        await Eventually.TrueAsync(() => IsOpen("unknownCard", 1), "the row is open", Cancellation);
        Assert.Null(bench.Treasury.CloseRow(1, "he is a regular"));

        await Eventually.TrueAsync(() => IsOpen("unknownCard", 0), "the row is closed", Cancellation);
        Assert.True(IsOpen("suspense", 1));
        Assert.True(IsOpen("held", 0));

        bool IsOpen(string kind, int count) => Asked("/metrics").Text.Contains(
            $"edge_terminal_ledger_rows_open{{site=\"verger\",kind=\"{kind}\"}} {count}\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_ready_when_the_connection_is_lost()
    {
        var connection = await ConnectedAsync();
        await Eventually.TrueAsync(() => Asked("/readyz").Text == "ready\n", "it is ready", Cancellation);

        connection.Break(new MqttFault.Lost("gone"));

        await Eventually.TrueAsync(
            () => Asked("/readyz") == (
                HttpStatusCode.ServiceUnavailable, "no connection to the broker: terminals are not heard\n"),
            "it says why not",
            Cancellation);
    }

    /// <summary>That a disk or a database hangs is what must come out.</summary>
    [Fact]
    public async Task Who_asks_waits_for_no_disk()
    {
        var connection = await ConnectedAsync();
        await Eventually.TrueAsync(
            () => Asked("/metrics").Text.Contains("ledger_cards{site=\"verger\"} 1\n", StringComparison.Ordinal),
            "the books were looked at",
            Cancellation);

        using (held.Hold())
        {
            connection.Deliver(LedgerBench.Message(terminal.Next(JournalWriter.Beer(Kiosks.Guest))));
            await Eventually.TrueAsync(
                () => BusySeconds(Asked("/metrics").Text) > 0, "it says that it is busy", Cancellation);

            Assert.Contains("ledger_cards{site=\"verger\"} 1\n", Asked("/metrics").Text, StringComparison.Ordinal);
        }
        await Eventually.TrueAsync(
            () => Asked("/metrics").Text.Contains("outcome=\"booked\"} 1\n", StringComparison.Ordinal),
            "it goes on",
            Cancellation);
    }

    [Fact]
    public void Lines_that_nobody_signed_are_seen_from_the_first_on() => Assert.Contains(
        "edge_terminal_ledger_records_total{site=\"verger\",outcome=\"rejected\"} 0\n",
        Asked("/metrics").Text,
        StringComparison.Ordinal);

    private static double BusySeconds(string metrics) => double.Parse(
        metrics.Split('\n')
            .Single(line => line.StartsWith("edge_terminal_ledger_loop_busy_seconds{", StringComparison.Ordinal))
            .Split(' ')[^1],
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A connection whose subscriptions are granted.</summary>
    private async Task<ScriptedConnection> ConnectedAsync()
    {
        var connection = await broker.Connections.First<ScriptedConnection>(0, Cancellation);
        await Eventually.TrueAsync(
            () =>
            {
                connection.AnswerAll();
                return connection.Publications.Any();
            },
            "it says what is current",
            Cancellation);
        return connection;
    }

    private (HttpStatusCode Status, string Text) Asked(string path) => pages.Ask(path, Cancellation);

    /// <summary>A store whose disk hangs for as long as the test wants it to.</summary>
    private sealed class HeldStore(ILedgerStore inner) : ILedgerStore
    {
        private readonly SemaphoreSlim disk = new(1);

        public IDisposable Hold()
        {
            disk.Wait();
            return new Release(disk);
        }

        public T Change<T>(Func<LedgerDraft, T> change) => Wait(() => inner.Change(change));

        public T Read<T>(Func<LedgerBooks, T> read) => Wait(() => inner.Read(read));

        public IEnumerable<LedgerEntry> Entries() => inner.Entries();

        public IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers) => inner.EntriesAt(numbers);

        public IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable() => inner.Durable();

        public LogEnd End() => inner.End();

        public void Dispose() => disk.Dispose();

        private T Wait<T>(Func<T> work)
        {
            disk.Wait();
            try
            {
                return work();
            }
            finally
            {
                disk.Release();
            }
        }

        private sealed class Release(SemaphoreSlim disk) : IDisposable
        {
            public void Dispose() => disk.Release();
        }
    }
}
