using System.Diagnostics;
using CloudBridge.Contract;
using CloudBridge.Telemetry;

namespace CloudBridge.Ledger;

/// <summary>
/// What became of each record, as a span in the trace that its terminal began: from the message in hand to what it says
/// being stored. It is said behind the acks. For the service's loop.
/// </summary>
/// <param name="site">Whose ledger it is.</param>
/// <param name="time">Clocks.</param>
public sealed class LedgerTraces(SiteId site, TimeProvider time) : IDisposable
{
    /// <summary>What the spans come from.</summary>
    public const string Name = "EdgeTerminal.Ledger";

    private readonly List<(TerminalId Terminal, RecordPosition Position, string Outcome)> taken = [];

    /// <summary>To be listened to.</summary>
    public RecordTraces Records { get; } = new(Name);

    /// <inheritdoc/>
    public void Dispose() => Records.Dispose();

    /// <summary>A line was taken.</summary>
    internal void Took(TerminalId terminal, IngestOutcome outcome)
    {
        if (Records.IsHeard && outcome.Record is { } position && outcome.Word is { } word)
            taken.Add((terminal, position, word));
    }

    /// <summary>Messages were taken, and what they say is stored.</summary>
    /// <param name="begun">A timestamp of the clock.</param>
    internal void Worked(long begun)
    {
        var ended = time.GetUtcNow();
        var started = ended - time.GetElapsedTime(begun);
        foreach (var (terminal, position, outcome) in taken)
            Records.Say(
                "book",
                ActivityKind.Consumer,
                RecordTraces.TraceOf(site, terminal, position),
                started,
                ended,
                new("edge_terminal.site", site.ToString()),
                new("edge_terminal.terminal", terminal.ToString()),
                new("edge_terminal.record", position.ToString()),
                new("edge_terminal.outcome", outcome));
        taken.Clear();
    }
}
