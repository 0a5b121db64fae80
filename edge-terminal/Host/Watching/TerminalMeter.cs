using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>What the daemon counts while it works, where somebody wants to know.</summary>
internal sealed class TerminalMeter : IDisposable
{
    /// <summary>Of all of its instruments.</summary>
    public const string Name = "EdgeTerminal";

    private readonly Counter<long> verdicts;
    private readonly Counter<long> facts;
    private readonly Histogram<double> decisions;
    private readonly Histogram<double> writes;
    private readonly Histogram<double> syncs;
    private readonly Counter<long> dials;

    public TerminalMeter()
    {
        verdicts = Meter.CreateCounter<long>(
            "edge_terminal.verdicts", "{verdict}", "Answers to guests: approved, or refused with the reason's number.");
        facts = Meter.CreateCounter<long>(
            "edge_terminal.facts", "{fact}", "Facts that became durable, by their kind in the journal.");
        decisions = Durations(
            "edge_terminal.decision.duration",
            "From a card in hand to the answer on its way, with journal and fsync.");
        writes = Durations("edge_terminal.journal.write.duration", "Of one write to the journal.");
        syncs = Durations("edge_terminal.journal.sync.duration", "Of one fsync of the journal.");
        dials = Meter.CreateCounter<long>(
            "edge_terminal.broker.dials", "{dial}", "Attempts to connect to the broker: connected or failed.");
    }

    /// <summary>Whom a listener listens to.</summary>
    public Meter Meter { get; } = new(Name);

    private static ImmutableArray<double> Bounds { get; } =
        [0.000_25, 0.000_5, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 1, 4];

    /// <summary>The loop has taken an input.</summary>
    public void Took(Input input, TerminalStep step, TimeSpan duration)
    {
        if (input is Input.CardPresented or Input.SeveralCardsPresented && step.Ignored is null)
            decisions.Record(duration.TotalSeconds);
        foreach (var fact in step.Facts)
        {
            facts.Add(1, new KeyValuePair<string, object?>("kind", FactNames.Of(fact)));
            if (fact is Fact.Refusal refusal)
                Count("refused", ((int)refusal.Reason).ToString(CultureInfo.InvariantCulture));
            else if (fact.DecidedOn() is not null)
                Count("approved", "0");
        }
    }

    /// <summary>The journal was written to.</summary>
    public void Wrote(TimeSpan duration) => writes.Record(duration.TotalSeconds);

    /// <summary>The journal is durable.</summary>
    public void Synced(TimeSpan duration) => syncs.Record(duration.TotalSeconds);

    /// <summary>The broker was dialled.</summary>
    public void Dialled(bool connected) =>
        dials.Add(1, new KeyValuePair<string, object?>("outcome", connected ? "connected" : "failed"));

    public void Dispose() => Meter.Dispose();

    private void Count(string outcome, string reason) => verdicts.Add(
        1,
        new KeyValuePair<string, object?>("outcome", outcome),
        new KeyValuePair<string, object?>("reason", reason));

    private Histogram<double> Durations(string name, string description) => Meter.CreateHistogram(
        name,
        "s",
        description,
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
}
