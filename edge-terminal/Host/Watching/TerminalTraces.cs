using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Telemetry;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// What the daemon's loop did for guests and to its journal, as spans, where somebody wants to know. It is said behind
/// the answer: until then only times are noted. For the loop's thread.
/// </summary>
internal sealed class TerminalTraces(TimeProvider time) : IDisposable
{
    /// <summary>What the spans come from.</summary>
    public const string Name = "EdgeTerminal";

    private readonly List<(string Name, long Begun, long Ended)> parts = [];

    /// <summary>To be listened to.</summary>
    public RecordTraces Records { get; } = new(Name);

    /// <summary>The journal was written to, or synced.</summary>
    public void Took(string part, long begun)
    {
        if (Records.IsHeard)
            parts.Add((part, begun, time.GetTimestamp()));
    }

    /// <summary>The loop has taken an input.</summary>
    /// <param name="identity">Whose loop it is.</param>
    /// <param name="input">Which.</param>
    /// <param name="step">What followed.</param>
    /// <param name="last">The last record since.</param>
    /// <param name="begun">When it began, as a timestamp of the clock.</param>
    public void Took(StatusIdentity identity, Input input, TerminalStep step, RecordPosition? last, long begun)
    {
        if (Records.IsHeard && (step.Facts.Length > 0 || step.Failure is not null))
            Say(identity, input, step, last, begun);
        parts.Clear();
    }

    public void Dispose() => Records.Dispose();

    private void Say(StatusIdentity identity, Input input, TerminalStep step, RecordPosition? last, long begun)
    {
        var now = time.GetUtcNow();
        var ended = time.GetTimestamp();
        var record = step.Failure is null && last is { } end ? RecordOf(step.Facts, end) : null;
        var root = Records.Say(
            input is Input.CardPresented or Input.SeveralCardsPresented ? "tap" : "decide",
            ActivityKind.Internal,
            record is { } position ? RecordTraces.TraceOf(identity.Site, identity.Terminal, position) : null,
            At(begun),
            now,
            Tags(input, step, record));
        if (root is { } tap)
            foreach (var part in parts)
                Records.Say(part.Name, ActivityKind.Internal, tap, At(part.Begun), At(part.Ended));

        DateTimeOffset At(long timestamp) => now - time.GetElapsedTime(timestamp, ended);
    }

    private static IEnumerable<KeyValuePair<string, object?>> Tags(
        Input input, TerminalStep step, RecordPosition? record)
    {
        yield return new("edge_terminal.input", input.GetType().Name);
        yield return new("edge_terminal.facts", string.Join(',', step.Facts.Select(FactNames.Of)));
        if (record is { } position)
            yield return new("edge_terminal.record", position.ToString());
        if (step.Facts.OfType<Fact.Refusal>().FirstOrDefault() is { } refusal)
            yield return new("edge_terminal.reason", ((int)refusal.Reason).ToString(CultureInfo.InvariantCulture));
        if (step.Failure is { } failure)
            yield return new("error.type", failure);
    }

    /// <summary>The answer's record; of what is no answer the first one's.</summary>
    private static RecordPosition? RecordOf(ImmutableArray<Fact> facts, RecordPosition last)
    {
        var index = facts.Index()
            .Where(row => row.Item is Fact.Refusal || row.Item.DecidedOn() is not null)
            .Select(row => row.Index)
            .FirstOrDefault();
        var sequence = last.Sequence - (facts.Length - 1 - index);
        // What begins an epoch stands in two.
        return sequence > 0 ? last with { Sequence = sequence } : null;
    }
}
