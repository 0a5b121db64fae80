using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record, as far as caps of staff ask when it was made.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Stamp">When, as far as the ledger believes it.</param>
/// <param name="ReachedMilliseconds">Not before this; null: that is not known.</param>
/// <param name="Told">What its terminal may have been told then, the last first; at least one.</param>
internal sealed record MadeRecord(
    RecordPosition Position, Stamp Stamp, long? ReachedMilliseconds, IReadOnlyList<TerminalLimits> Told)
{
    /// <summary>The day on which it counts; 0: nobody knows.</summary>
    public long Day => Told[0].DayOrNone(Stamp);
}
