using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>When an approved tap was.</summary>
/// <param name="AtMilliseconds">By the monotonic clock …</param>
/// <param name="MachineBoot">… of this boot of the machine.</param>
/// <param name="Position">The last record that says so.</param>
/// <param name="Records">How many do, one behind the other: a group is an entry for each of its people.</param>
public sealed record TapTime(long AtMilliseconds, string MachineBoot, RecordPosition Position, int Records = 1)
{
    /// <summary>One of the records that say so.</summary>
    public bool IsSaidBy(RecordPosition record) =>
        record.Epoch == Position.Epoch && record <= Position && record.Sequence > Position.Sequence - Records;

    /// <summary>
    /// How long ago, at least: of a tap before the machine's boot only that is known, so it counts as that recent.
    /// </summary>
    /// <param name="monotonicMilliseconds">Now.</param>
    /// <param name="machineBoot">Of that clock.</param>
    public long ElapsedAt(long monotonicMilliseconds, string machineBoot) =>
        machineBoot == MachineBoot ? monotonicMilliseconds - AtMilliseconds : monotonicMilliseconds;
}
