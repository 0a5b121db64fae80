using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What was wrong with lines that were handed in over HTTPS, until the service tells of it and keeps it. Anybody may
/// hand something in: so much waits for the service, more is only counted. Any thread.
/// </summary>
/// <param name="meter">Who counts; null: nobody.</param>
internal sealed class HandedIn(LedgerMeter? meter)
{
    /// <summary>So much waits: with what is kept of each, a quarter of a mebibyte.</summary>
    public const int Most = 16;

    /// <summary>So much of what nobody has signed who is enrolled: it must not hide the rest.</summary>
    public const int MostOfStrangers = Most / 2;

    private readonly Lock gate = new();
    private readonly List<(LedgerAction.Report Told, LedgerAction.KeepRejected? Kept)> waiting = [];
    private int ofStrangers;

    /// <summary>Lines of a terminal were taken, or were not.</summary>
    public void Took(TerminalId terminal, IEnumerable<IngestOutcome> outcomes, long atMilliseconds)
    {
        foreach (var outcome in outcomes)
        {
            meter?.HandedIn(outcome);
            switch (outcome)
            {
                case IngestOutcome.Rejected { Error: var error, Bytes: var bytes }:
                    Wait(
                        LedgerAction.Report.Of(PathOf(terminal), error),
                        LedgerAction.KeepRejected.Of(terminal, atMilliseconds, error, Copied(bytes)));
                    break;
                case IngestOutcome.NotGranted { Position: var position, Bytes: var bytes }:
                    var detail = RejectedLines.WhyNotGranted(position);
                    Wait(
                        new LedgerAction.Report(PathOf(terminal), RejectedLines.NotGranted, detail),
                        new LedgerAction.KeepRejected(
                            terminal, atMilliseconds, RejectedLines.NotGranted, detail, Copied(bytes)));
                    break;
                case IngestOutcome.Refused { IsOfNextKey: true } refused:
                    Wait(new LedgerAction.Report(PathOf(terminal), JournalReports.KeyWaits, refused.Why));
                    break;
                case IngestOutcome.Refused { Position: var position }:
                    Wait(new LedgerAction.Report(
                        PathOf(terminal),
                        "Refused",
                        $"record {position} is beyond a gap, or no more of this terminal can wait: ledger reconcile"));
                    break;
            }
        }
    }

    /// <summary>
    /// What nobody has signed who is enrolled is kept with that of all strangers: it would hide what is wrong with a
    /// terminal of ours.
    /// </summary>
    public void TookStrangers(TerminalId terminal, FormatError error, ReadOnlyMemory<byte> bytes, long atMilliseconds)
    {
        meter?.HandedIn(new IngestOutcome.Rejected(error, bytes));
        lock (gate)
            if (++ofStrangers > MostOfStrangers)
                return;
        Wait(
            new LedgerAction.Report(PathOf(null), error.Kind.ToString(), $"in the name of {terminal}: {error.Detail}"),
            LedgerAction.KeepRejected.Of(null, atMilliseconds, error, Copied(bytes)));
    }

    /// <summary>What the service is to do; it waits no more.</summary>
    public IReadOnlyList<LedgerAction> Said()
    {
        lock (gate)
        {
            List<LedgerAction> said =
                [.. waiting.SelectMany(row => new LedgerAction?[] { row.Told, row.Kept }).OfType<LedgerAction>()];
            waiting.Clear();
            ofStrangers = 0;
            return said;
        }
    }

    private void Wait(LedgerAction.Report told, LedgerAction.KeepRejected? kept = null)
    {
        lock (gate)
            if (waiting.Count < Most)
                waiting.Add((told, kept));
    }

    private static string PathOf(TerminalId? terminal) => $"/v1/journals/{terminal?.ToString() ?? "…"}";

    /// <summary>The rest of the message is not to be kept for it.</summary>
    private static byte[] Copied(ReadOnlyMemory<byte> bytes) =>
        bytes.Span[..Math.Min(bytes.Length, RejectedLines.MostBytes)].ToArray();
}
