using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a record that closes a hold gives back to the purse.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="IsListed">
/// The balances of the list lack it; else our own record above the list's watermark took it.
/// </param>
public sealed record GivenBack(OpenHold Hold, bool IsListed)
{
    /// <summary>
    /// The ledger counts a hold for so long after it has received it, which was not before it was written. So does a
    /// list that is in use this long after the hold was written. Of the two minutes, thirty seconds are for two clocks
    /// that beats have set, each wrong by fifteen at most, and the rest for clocks that do not go alike since.
    /// </summary>
    public const long CertainMilliseconds = OpenHold.CountsForMilliseconds - 120_000;

    /// <summary>
    /// A hold is closed, or a list has come that has it: it is given back only where it is certain that it is missing.
    /// </summary>
    /// <param name="hold">Which.</param>
    /// <param name="watermarks">Of the list in use.</param>
    /// <param name="record">The record that says so.</param>
    /// <param name="machineBoot">Of that record's monotonic clock.</param>
    /// <returns>Null: the list may have stopped counting it, and would give it twice.</returns>
    public static GivenBack? Of(OpenHold hold, EpochMarks watermarks, JournalRecord record, string machineBoot)
    {
        var isListed = watermarks.Covers(hold.Position);
        return !isListed || IsCertain(hold, record, machineBoot) ? new GivenBack(hold, isListed) : null;
    }

    private static bool IsCertain(OpenHold hold, JournalRecord record, string machineBoot) =>
        hold.MachineBoot == machineBoot &&
        record.Stamp.MonotonicMilliseconds - hold.AtMilliseconds < CertainMilliseconds;
}
