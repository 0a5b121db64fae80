using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Which card list is used, and how it is known to be current.</summary>
internal static class CardLists
{
    public static Decision Decide(TerminalState state, Now now, Input.ListStored stored)
    {
        var (past, present) = state;
        if (present.Phase is StationPhase.Starting or StationPhase.Stopped)
            return Decision.Ignore(present, "not running");
        if (Refusal(past, present, stored.List) is { } why)
            return Decision.Ignore(present, why);
        var decision = Apply(present, now, stored.List);
        return past.Faults.Contains(Fault.CardListLost)
            ? decision with { Facts = decision.Facts.Add(new Fact.FaultCleared(nameof(Fault.CardListLost))) }
            : decision;
    }

    /// <summary>
    /// No list is better than part of one: a card that cannot be looked up is not an unknown card.
    /// </summary>
    public static Decision Decide(TerminalState state, Input.ListLost lost)
    {
        var (past, present) = state;
        if (present.Phase is StationPhase.Starting or StationPhase.Stopped)
            return Decision.Ignore(present, "not running");
        if (present.ListInUse is null)
            return Decision.Ignore(present, "there is none");
        var raised = new Fact.FaultRaised(nameof(Fault.CardListLost), FactText.Fit(lost.Detail));
        return new Decision(
            present with { ListInUse = null, ConfirmedAtMilliseconds = null },
            past.Faults.Contains(Fault.CardListLost) ? [] : [raised],
            []);
    }

    public static Decision Decide(TerminalState state, Input.BeatAnswered beat)
    {
        var (past, present) = state;
        if (present.Phase is StationPhase.Starting or StationPhase.Stopped)
            return Decision.Ignore(present, "not running");
        var next = present with
        {
            BeatHeard = true,
            ConfirmedAtMilliseconds = beat.Current is not null && beat.Current == present.ListInUse
                ? Later(beat.AskedMonotonicMilliseconds, present.ConfirmedAtMilliseconds)
                : present.ConfirmedAtMilliseconds,
            ListAhead = Ahead(present, beat),
        };
        return present.BeatHeard
            ? new Decision(next, [], [])
            : new Decision(
                next,
                [new Fact.BeatHeard(beat.Current, beat.AskedMonotonicMilliseconds, beat.LedgerMilliseconds)],
                []);
    }

    /// <summary>
    /// A later list in the same era is at least as new as the one that was confirmed, so its confirmation stays; and
    /// an answer that named this list, or one before it, confirms it too.
    /// </summary>
    public static Decision Apply(Present present, Now now, StoredList list) => new(
        present with
        {
            ListInUse = list.Version,
            ConfirmedAtMilliseconds = ConfirmedAt(present, list.Version),
            ListAhead = present.ListAhead is { } ahead && ahead.List > list.Version ? ahead : null,
            Peers = Hearing.Above(present.Peers, list.SiteWatermarks, now),
        },
        [
            new Fact.ListApplied(
                list.Version, list.Watermarks.Latest, list.Cards, list.Watermarks.Earlier),
        ],
        [new Effect.UseCardList(list.Version)]);

    /// <summary>
    /// A list has records of ours that the journal does not have: an older image of it was restored.
    /// </summary>
    /// <returns>What it has; null when that proves nothing.</returns>
    public static string? RollbackProvedBy(Remembered past, StoredList list) =>
        past.Last is { } last && list.Watermarks.Rows.FirstOrDefault(row => row > last) is { Sequence: > 0 } ahead
            ? $"list {list.Version} has record {ahead}; the journal ends at {last}"
            : null;

    /// <summary>Why a list must not be used; null when it may.</summary>
    /// <remarks>
    /// A list that is older than one that was used gives back what has been spent since. So does one whose balances
    /// lack records that an earlier list had: its ledger was restored, and has not yet been sent them again.
    /// </remarks>
    public static string? Refusal(Remembered past, Present present, StoredList list) =>
        past.List is { } used && (list.Version < used || list.Version == used && present.ListInUse == used)
            ? $"list {list.Version} is not above {used}, which has been used"
        : list.Watermarks.Lacks(past.LastListed) is { } missing
            ? $"list {list.Version} lacks record {missing}, which it must have"
        : RollbackProvedBy(past, list);

    /// <summary>
    /// Where lists change faster than answers come, none names the list in use. The first that names a later one is
    /// kept until the lists have come so far: who kept the last might wait for it for ever.
    /// </summary>
    private static AnsweredList? Ahead(Present present, Input.BeatAnswered beat)
    {
        if (beat.Current is not { } current || present.ListInUse is { } used && current <= used)
            return present.ListAhead;
        return present.ListAhead is { } first && first.List.Era == current.Era && first.List < current
            ? first
            : new AnsweredList(current, beat.AskedMonotonicMilliseconds);
    }

    private static long? ConfirmedAt(Present present, ListVersion list)
    {
        var kept = present.ListInUse?.Era == list.Era ? present.ConfirmedAtMilliseconds : null;
        return present.ListAhead is { } ahead && ahead.List.Era == list.Era && ahead.List <= list
            ? Later(ahead.AskedMilliseconds, kept)
            : kept;
    }

    private static long Later(long asked, long? before) => Math.Max(asked, before ?? long.MinValue);
}
