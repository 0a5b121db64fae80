using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// A journal begins with the first record of an epoch, or it says itself that what came before may be gone. Otherwise
/// somebody took lines away.
/// </summary>
internal sealed class JournalBeginning
{
    private RecordPosition? first;
    private RecordPosition retired;

    /// <summary>Takes each record in order.</summary>
    public void Take(JournalRecord record)
    {
        first ??= record.Position;
        if (record.Fact is Fact.RecordsRetired { Through: var through } && through > retired)
            retired = through;
    }

    /// <summary>What is wrong with where it begins; null when nothing is.</summary>
    public JournalProblem? Problem(IReadOnlyList<JournalSegment> segments) =>
        first is { Sequence: > 1 } begin && begin.Before() > retired
            ? new JournalProblem(
                segments[0].Name,
                1,
                $"the journal begins with record {begin}, and no record of it says that those before were retired")
            : null;
}
