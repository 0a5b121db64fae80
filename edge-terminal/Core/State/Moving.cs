using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What is remembered of a move from one epoch to the next: that part of the folding.</summary>
internal static class Moving
{
    /// <summary>
    /// An epoch begins. Behind an older image, or a journal that was lost, there are records of ours that are not known
    /// here: only a list that has this record has them all.
    /// </summary>
    public static Remembered OfEpochOpened(
        Remembered past, Remembered next, JournalRecord record, Fact.EpochOpened opened)
    {
        var recordsAreMissing =
            past.Faults.Contains(Fault.RolledBack) || past.Last is null && record.Position.Epoch > 1;
        next = next with
        {
            StorageId = opened.StorageId,
            IsClosed = false,
            Move = past.Last is null || opened.Ended is not null ? null : new Move(opened.LeftBehind, SaidAgain: 0),
        };
        if (opened.LeftBehind is { } left)
            next = Forget(next, left);
        return recordsAreMissing ? next with { LastListed = next.LastListed.With([record.Position]) } : next;
    }

    /// <summary>One line more was said again.</summary>
    public static Remembered OfSaidAgain(Remembered past) =>
        past.Move is { } move ? past with { Move = move with { SaidAgain = move.SaidAgain + 1 } } : past;

    /// <summary>A move ends with the fault that it is for.</summary>
    public static Remembered OfFaults(Remembered past) => past.MayNotGoOn ? past : past with { Move = null };

    /// <summary>What lines did that are left behind counts from where it is said again.</summary>
    private static Remembered Forget(Remembered past, LeftBehind left)
    {
        bool IsLeft(RecordPosition at) =>
            at.Epoch == left.Epoch && at.Sequence >= left.From && at.Sequence <= left.Through;

        var moved = past.LastListed.With(past.Counted);
        var kept = past.ChangePurses(activity =>
            activity with { Unlisted = [.. activity.Unlisted.Where(row => !IsLeft(row.Position))] });
        return kept.CountDebits() with
        {
            // No list will ever have them here; those before them it has, or must have.
            LastListed = moved.Rows.Any(IsLeft)
                ? EpochMarks.Of(
                    past.LastListed.Rows.Where(row => !IsLeft(row))
                        .Append(new RecordPosition(left.Epoch, left.From - 1)))
                : past.LastListed,
            BlockedHere = past.BlockedHere.RemoveRange(
                past.BlockedHere.Where(row => IsLeft(row.Value)).Select(row => row.Key)),
            Counters = past.Counters.RemoveRange(
                past.Counters.Where(row => IsLeft(row.Value.Position)).Select(row => row.Key)),
            Pours = past.Pours.RemoveRange(
                past.Pours.Where(row => IsLeft(row.Value.Position)).Select(row => row.Key)),
            Gate = past.Gate.Forget(IsLeft),
            Holds = past.Holds.RemoveRange(
                past.Holds.Where(row => IsLeft(row.Value.Position)).Select(row => row.Key)),
        };
    }
}
