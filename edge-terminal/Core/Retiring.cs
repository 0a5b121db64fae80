using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Old records go in two steps: the journal says that they may, then they are deleted.</summary>
internal static class Retiring
{
    private static readonly Fact[] NoFacts = [];

    public static Decision Decide(TerminalSetup setup, TerminalState state, Now now, Input.RecordsOutlived outlived)
    {
        var (past, present) = state;
        if (present.Phase is StationPhase.Starting or StationPhase.Stopped)
            return Decision.Ignore(present, "not running");
        // The next beat asks again.
        if (present.Phase.WillNameRecord)
            return Decision.Ignore(present, "a record will be named first");
        if (!(outlived.Through > (past.Retired ?? default)) || outlived.Through.Sequence == 0 ||
            !past.Watermarks.Covers(outlived.Through) ||
            past.Counted.Any(position => position <= outlived.Through))
            return Decision.Ignore(present, "retired before, or not in the list");
        if (past.Move is not null)
            return Decision.Ignore(present, "what was left behind comes first");
        return new Decision(
            present,
            [
                .. past.Till.MustCloseBefore(outlived.Through) ? [past.Till.Close(staff: null)] : NoFacts,
                .. CarryTickets(setup, past, now, outlived.Through),
                new Fact.RecordsRetired(outlived.Through),
            ],
            [new Effect.DeleteRecords(outlived.Through)]);
    }

    /// <summary>Nothing else knows how much of a ticket is used up: without them it would be as new.</summary>
    private static IEnumerable<Fact> CarryTickets(
        TerminalSetup setup, Remembered past, Now now, RecordPosition through) =>
        setup.Station is GateSetup gate
            ? past.Gate.Carry(
                through,
                gate.Admissions.Where(row => row.Entries is not null).Select(row => row.Article.Id).ToHashSet(),
                now,
                setup.Limits)
            : NoFacts;
}
