using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the log and the kept lines say of journal lines that came.</summary>
internal sealed class JournalReports(SiteId site)
{
    /// <summary>A record under a terminal's next key is not taken yet.</summary>
    public const string KeyWaits = "KeyWaits";

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
                case IngestOutcome.Refused refused:
                    yield return new LedgerAction.Report(
                        topic, refused.IsOfNextKey ? KeyWaits : "Refused", refused.Why);
                    break;
            }
        if (outcomes.Any(outcome => outcome is IngestOutcome.Booked))
            gaps.Filled(terminal);
        else if (outcomes.LastOrDefault(IsBeforeNextKey) is { } beyond && gaps.Stays(terminal, now))
            yield return new LedgerAction.Report(topic, "Gap", GapStays(beyond));
    }

    /// <summary>Of what is of the next key something else was said.</summary>
    private static bool IsBeforeNextKey(IngestOutcome outcome) =>
        IsBeyondGap(outcome) && outcome is not IngestOutcome.Refused { IsOfNextKey: true };

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
