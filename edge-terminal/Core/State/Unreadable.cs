using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// Records that the ledger has and that cannot be read any more: whatever they may have said must not do harm.
/// </summary>
internal static class Unreadable
{
    /// <param name="past">Before them.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="next">The record behind them.</param>
    /// <param name="limits">For the day.</param>
    public static Remembered PassOver(
        Remembered past, RecordPosition first, JournalRecord next, TerminalLimits limits)
    {
        var last = next.Position.Before();
        // Of an epoch before nobody knows how many there were.
        var missing = first.Epoch == last.Epoch ? last.Sequence - first.Sequence + 1 : last.Sequence;
        var day = limits.DayOrNone(next.Stamp);
        // A line that is said again has the stamp that it had.
        var started = next.Stamp.Boot > past.Boots;
        return past with
        {
            Last = last,
            IsBehindRot = true,
            // They may have moved money: only a list that has them will do.
            LastListed = past.LastListed.With([last]),
            // A start may be among them, of a boot of the machine that is not known; each may have been one.
            Boots = Math.Max(past.Boots, next.Stamp.Boot),
            MachineBoot = started ? "" : past.MachineBoot,
            StartedAtMilliseconds = started ? 0 : past.StartedAtMilliseconds,
            BootsWithoutBeat = past.BootsWithoutBeat + (int)missing,
            // Cards that no list had may have spent all that they may today.
            UnknownCardsDay = UnknownCardsTotal.At(past, next.Stamp.WallMilliseconds, next.Stamp.Trusted, limits).Day,
            UnknownCardsSpent = limits.UnknownCards.PerDay,
            // One of them may have closed a hold: nothing is given back for it but by a list.
            Holds = ImmutableDictionary<RecordPosition, OpenHold>.Empty,
            Pours = ImmutableDictionary<RecordPosition, OpenPour>.Empty,
            Gate = past.Gate.PassOver(),
            // Sales before them may have been seen: nobody gets a second beer for them.
            Unshown = ImmutableDictionary<CardToken, UnshownSale>.Empty,
            Till = TillFolding.PassOver(past.Till, last, missing, day, limits.Staff),
            Drawn = past.Drawn.With(new StaffShare(
                last, Staff: null, day, missing * PourSetup.LargestPourMicrolitres)),
        };
    }
}
