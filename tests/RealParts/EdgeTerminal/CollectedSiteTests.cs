using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Telemetry;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>Daemon and ledger as they are shipped tell a collector what they do, by OTLP.</summary>
public sealed class CollectedSiteTests
{
    private const string Guest = "04E141125B3C80";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_one_trace_from_the_card_to_the_books_and_both_ends_count()
    {
        await using var collector = new Collector();
        var plan = new SitePlan(
            "verger", "bar-1", EnrolOptions: [], CardRows: [$"{Guest},uid,ok,TLF,500"],
            Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)])
        {
            LedgerOptions = ["--otlp", collector.Address.ToString()],
        };
        await using var site = await RunningSite.OpenAsync(
            plan with
            {
                TerminalEnvironment = plan.TerminalEnvironment
                    .SetItem("EDGE_TERMINAL__metrics__otlp", collector.Address.ToString())
                    .SetItem("OTEL_METRIC_EXPORT_INTERVAL", "500")
                    .SetItem("OTEL_BSP_SCHEDULE_DELAY", "500"),
            },
            Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.EqualAsync(1, site.SalesBooked, "sales at the ledger", TimeSpan.FromSeconds(60), Cancellation);
        var sale = site.ReadJournal().Single(record => record.Fact is Fact.Sale).Position;
        await Eventually.TrueAsync(
            () => collector.HasMetric("edge-terminal", "edge_terminal.verdicts") &&
                collector.HasMetric("edge-terminal", "edge_terminal.journal.unsent"),
            "the terminal's numbers have come",
            Cancellation);

        // It sends what is still to be sent before it ends.
        await site.StopLedgerAsync(Cancellation);
        Assert.True(collector.HasMetric("edge-terminal-ledger", "edge_terminal_ledger.records"));
        var trace = RecordTraces.TraceOf(SiteId.Parse("verger"), TerminalId.Parse("bar-1"), sale).ToHexString();
        await Eventually.TrueAsync(
            () => Of(collector, trace).Contains("tap"), "the terminal's spans have come", Cancellation);

        var spans = collector.Spans.Where(span => span.Trace == trace).ToList();
        var tap = spans.Single(span => span.Name == "tap");
        Assert.Equal(("edge-terminal", "bar-1", ""), (tap.Service, tap.Instance, tap.Parent));
        Assert.Equal(sale.ToString(), tap.Tags["edge_terminal.record"]);
        Assert.Contains("sale", tap.Tags["edge_terminal.facts"], StringComparison.Ordinal);
        var sync = spans.Single(span => span.Name == "journal.sync");
        Assert.Equal(tap.Id, sync.Parent);
        Assert.InRange(sync.Begun, tap.Begun, tap.Ended);
        var booked = spans.Single(span => span.Name == "book");
        Assert.Equal(("edge-terminal-ledger", "booked"), (booked.Service, booked.Tags["edge_terminal.outcome"]));
        Assert.True(booked.Ended > tap.Ended, string.Create(CultureInfo.InvariantCulture, $"{tap}, {booked}"));
        Assert.DoesNotContain(collector.Spans, span => span.Tags.Values.Any(tag =>
            tag.Contains(Guest, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Without_its_collector_a_terminal_sells_and_says_so_once()
    {
        var plan = new SitePlan(
            "verger", "bar-1", EnrolOptions: [], CardRows: [$"{Guest},uid,ok,TLF,500"],
            Articles: [new SiteArticle("beer", "1", "Bière", 350, 2000)]);
        await using var site = await RunningSite.OpenAsync(
            plan with
            {
                TerminalEnvironment = plan.TerminalEnvironment
                    .SetItem("EDGE_TERMINAL__metrics__otlp", $"http://127.0.0.1:{FreePort.Find()}")
                    .SetItem("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            },
            Cancellation);

        await Eventually.TrueAsync(() => Troubles(site) == 1, "it is said", Cancellation);
        await site.BuyAsync("1", Guest, Cancellation);
        await Eventually.EqualAsync(1, site.SalesBooked, "sales at the ledger", TimeSpan.FromSeconds(60), Cancellation);

        Assert.Equal(1, Troubles(site));
    }

    private static IEnumerable<string> Of(Collector collector, string trace) =>
        collector.Spans.Where(span => span.Trace == trace).Select(span => span.Name);

    private static int Troubles(RunningSite site) => site.Said.Terminal.Count(line =>
        line.Contains("does not arrive", StringComparison.Ordinal));
}
