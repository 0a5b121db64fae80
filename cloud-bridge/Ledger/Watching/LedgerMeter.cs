using System.Diagnostics.Metrics;

namespace CloudBridge.Ledger;

/// <summary>What the ledger counts while it works.</summary>
public sealed class LedgerMeter : IDisposable
{
    /// <summary>Of all of its instruments.</summary>
    public const string Name = "EdgeTerminal.Ledger";

    private readonly Counter<long> records;
    private readonly Counter<long> asks;
    private readonly Counter<long> dials;
    private readonly Histogram<double> batches;

    /// <summary>One without numbers yet.</summary>
    public LedgerMeter()
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
    }

    /// <summary>Whom a listener listens to.</summary>
    public Meter Meter { get; } = new(Name);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    /// <summary>A line was taken.</summary>
    internal void Took(IngestOutcome outcome)
    {
        var word = outcome switch
        {
            IngestOutcome.Booked => "booked",
            IngestOutcome.Known => "known",
            IngestOutcome.Parked => "parked",
            IngestOutcome.Refused => "refused",
            IngestOutcome.Forked => "forked",
            IngestOutcome.NotGranted => "notGranted",
            IngestOutcome.Rejected => "rejected",
            _ => null, // It is taken again soon, and counts then.
        };
        if (word is not null)
            records.Add(1, new KeyValuePair<string, object?>("outcome", word));
    }

    /// <summary>Asks were answered.</summary>
    internal void Answered(int count) => asks.Add(count);

    /// <summary>Messages were taken, and what they say is stored.</summary>
    internal void Worked(TimeSpan duration) => batches.Record(duration.TotalSeconds);

    /// <summary>The broker was dialled.</summary>
    internal void Dialled(bool connected) =>
        dials.Add(1, new KeyValuePair<string, object?>("outcome", connected ? "connected" : "failed"));
}
