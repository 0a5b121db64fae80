using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>Records whose lines have rotted, and which the ledger has acknowledged.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Problem">Where, and what was found.</param>
public sealed record UnreadableRecords(RecordPosition First, RecordPosition Last, JournalProblem Problem)
{
    /// <summary>For people.</summary>
    public override string ToString() => First == Last
        ? $"record {First} cannot be read: {Problem}"
        : $"records {First} to {Last} cannot be read: {Problem}";
}
