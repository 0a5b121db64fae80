using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the log and the kept lines say of journal lines that came.</summary>
internal sealed class JournalReports(SiteId site)
{
    private readonly Topics topics = new(site);
    private readonly Gaps gaps = new();

    /// <summary>Something is stored that was not.</summary>
    public static bool IsNews(List<IngestOutcome> outcomes) =>
        outcomes.Any(outcome => outcome is IngestOutcome.Booked);

    /// <summary>Something before it is missing.</summary>
    public static bool IsBeyondGap(IngestOutcome outcome) =>
        outcome is IngestOutcome.Parked or IngestOutcome.Refused;

    /// <summary>What somebody should know of it.</summary>
    /// <param name="terminal">Whose lines.</param>
    /// <param name="outcomes">What came of them, in order.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    /// <param name="wallMilliseconds">The ledger's time, since 1970-01-01T00:00:00Z.</param>
    public IEnumerable<LedgerAction> Of(
        TerminalId terminal, List<IngestOutcome> outcomes, long now, long wallMilliseconds)
    {
        var topic = topics.Of(terminal, TerminalTopic.Journal);
        foreach (var outcome in outcomes)
            switch (outcome)
            {
                case IngestOutcome.Rejected { Error: var error, Bytes: var bytes }:
                    yield return LedgerAction.Report.Of(topic, error);
                    yield return LedgerAction.KeepRejected.Of(terminal, wallMilliseconds, error, bytes);
                    break;
                case IngestOutcome.NotGranted { Position: var position, Bytes: var bytes }:
                    var detail = RejectedLines.WhyNotGranted(position);
                    yield return new LedgerAction.Report(topic, RejectedLines.NotGranted, detail);
                    yield return new LedgerAction.KeepRejected(
                        terminal, wallMilliseconds, RejectedLines.NotGranted, detail, bytes);
                    break;
                case IngestOutcome.Forked { Position: var position }:
                    yield return new LedgerAction.Report(
                        topic, "Forked", $"record {position} is there with other content, or follows another one");
                    break;
                case IngestOutcome.Refused { Position: var position, Awaits: { } ended }:
                    yield return new LedgerAction.Report(topic, "KeyWaits", KeyWaits(position, ended));
                    break;
                case IngestOutcome.Refused { Position: var position }:
                    yield return new LedgerAction.Report(
                        topic, "Refused", $"record {position} is beyond a gap, and no more can wait for it");
                    break;
            }
        if (outcomes.Any(outcome => outcome is IngestOutcome.Booked))
            gaps.Filled(terminal);
        else if (outcomes.LastOrDefault(IsBeyondGap) is { } beyond && gaps.Stays(terminal, now))
            yield return new LedgerAction.Report(topic, "Gap", GapStays(beyond));
    }

    private static string KeyWaits(RecordPosition position, RecordName ended) =>
        $"record {position} is the first under another key of the terminal; the last under the former one, " +
        $"{ended.Position()} {ended.Hash}, is not here. Was this ledger restored from a backup? Then run ledger " +
        "raise-era. If it does not come by itself, hand the terminal's journal in: edge-terminal journal export, " +
        "ledger ingest";

    private static string GapStays(IngestOutcome beyond)
    {
        var position = beyond is IngestOutcome.Parked parked
            ? parked.Position
            : ((IngestOutcome.Refused)beyond).Position;
        return $"record {position} comes again and again, those before it do not: the terminal takes them for " +
            "acknowledged. Was this ledger restored from a backup? Then run ledger raise-era. Are they lost for " +
            "good? Then run ledger close-gap";
    }
}
