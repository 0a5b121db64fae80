using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How long a hold of another terminal counts when nothing is heard of its end.</summary>
/// <param name="UntilMilliseconds">By the monotonic clock, from receipt on.</param>
/// <param name="WrittenMilliseconds">When it was written, by a trusted clock; null: nobody knows.</param>
public sealed record HeardHold(long UntilMilliseconds, long? WrittenMilliseconds)
{
    /// <summary>Clocks that are trusted still do not go alike.</summary>
    private const long CertainMilliseconds = OpenHold.CountsForMilliseconds - 60_000;

    /// <summary>Of a hold that has come now.</summary>
    public static HeardHold Of(Stamp stamp, Now now) => new(
        now.MonotonicMilliseconds + OpenHold.CountsForMilliseconds, stamp.Trusted ? stamp.WallMilliseconds : null);

    /// <summary>Nobody waits for its end any more.</summary>
    public bool IsOverdue(Now now) => now.MonotonicMilliseconds >= UntilMilliseconds;

    /// <summary>
    /// A list that has it as a hold has taken it off: the ledger counts it for so long after receipt, which was not
    /// before it was written.
    /// </summary>
    public bool IsCertainlyTakenOff(Now now) =>
        now.Trusted && WrittenMilliseconds is { } written && now.WallMilliseconds - written < CertainMilliseconds;
}
