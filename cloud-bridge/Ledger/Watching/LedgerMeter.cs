using System.Diagnostics.Metrics;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the ledger counts while it works.</summary>
/// <param name="site">Whose ledger it is: a label of all of its numbers.</param>
/// <param name="traces">Told of each record too; null: nobody wants to know. Not owned.</param>
public sealed class LedgerMeter(SiteId site, LedgerTraces? traces = null) : IDisposable
{
    /// <summary>Of all of its instruments.</summary>
    public const string Name = "EdgeTerminal.Ledger";

    private static readonly string[] Outcomes =
        ["booked", "known", "parked", "refused", "forked", "held", "notGranted", "rejected", NotEnrolled];

    private const string NotEnrolled = "notEnrolled";

    private readonly KeyValuePair<string, object?> label = new("site", site.ToString());
    private Counter<long>? records;
    private Counter<long>? asks;
    private Counter<long>? dials;
    private Histogram<double>? batches;

    /// <summary>Whom a listener listens to.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>What is said of records; null: nothing is.</summary>
    internal LedgerTraces? Traces => traces;

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    /// <summary>Begins to count, for whoever listens by now: a number that grows is seen from zero on.</summary>
    internal void Begin()
    {
        records = Meter.CreateCounter<long>(
            "edge_terminal_ledger.records", "{record}", "Lines of journals that came, by what became of them.");
        asks = Meter.CreateCounter<long>("edge_terminal_ledger.asks", "{ask}", "Asks of terminals that were answered.");
        dials = Meter.CreateCounter<long>(
            "edge_terminal_ledger.broker.dials", "{dial}", "Attempts to connect to the broker: connected or failed.");
        batches = Meter.CreateHistogram<double>(
            "edge_terminal_ledger.batch.duration",
            "s",
            "From messages in hand to what they say being stored and the acks on their way.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 1, 4, 16],
            });
        foreach (var outcome in Outcomes)
            Count(outcome, 0);
        asks.Add(0, label);
    }

    /// <summary>A line was taken.</summary>
    internal void Took(TerminalId terminal, IngestOutcome outcome)
    {
        traces?.Took(terminal, outcome);
        if (outcome.Word is { } word)
            Count(word, 1);
    }

    /// <summary>A line came over HTTPS. Any thread.</summary>
    internal void HandedIn(IngestOutcome outcome)
    {
        if (outcome.Word is { } word)
            Count(word, 1);
    }

    /// <summary>A message came of who is not enrolled; nothing of it is read.</summary>
    internal void TookStrangers() => Count(NotEnrolled, 1);

    /// <summary>Asks were answered.</summary>
    internal void Answered(int count) => asks?.Add(count, label);

    /// <summary>Messages were taken, and what they say is stored.</summary>
    /// <param name="begun">A timestamp of the clock.</param>
    /// <param name="duration">Since then.</param>
    internal void Worked(long begun, TimeSpan duration)
    {
        batches?.Record(duration.TotalSeconds, label);
        traces?.Worked(begun);
    }

    /// <summary>The broker was dialled.</summary>
    internal void Dialled(bool connected) =>
        dials?.Add(1, label, new KeyValuePair<string, object?>("outcome", connected ? "connected" : "failed"));

    private void Count(string outcome, long count) =>
        records?.Add(count, label, new KeyValuePair<string, object?>("outcome", outcome));
}
