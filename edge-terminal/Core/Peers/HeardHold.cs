using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How long a hold of another terminal counts when nothing is heard of its end.</summary>
/// <param name="Card">Whose money it sets aside.</param>
/// <param name="UntilMilliseconds">By the monotonic clock, from receipt on.</param>
/// <param name="WrittenMilliseconds">When it was written, by a trusted clock; null: nobody knows.</param>
public sealed record HeardHold(CardToken Card, long UntilMilliseconds, long? WrittenMilliseconds)
{
    /// <summary>Of a hold that has come now.</summary>
    public static HeardHold Of(Fact.Hold hold, Stamp stamp, Now now) => new(
        hold.Payment.Card,
        now.MonotonicMilliseconds + OpenHold.CountsForMilliseconds,
        stamp.Trusted ? stamp.WallMilliseconds : null);

    /// <summary>Nobody waits for its end any more.</summary>
    public bool IsOverdue(Now now) => now.MonotonicMilliseconds >= UntilMilliseconds;

    /// <summary>
    /// A list that has it as a hold has taken it off: the ledger counts it for so long after receipt, which was not
    /// before it was written. What was written in the future was written by nobody knows when.
    /// </summary>
    public bool IsCertainlyTakenOff(Now now) =>
        now.Trusted && WrittenMilliseconds is { } written &&
        now.WallMilliseconds - written is >= 0 and < GivenBack.CertainMilliseconds;
}
