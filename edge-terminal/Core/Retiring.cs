using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Old records go in two steps: the journal says that they may, then they are deleted.</summary>
internal static class Retiring
{
    public static Decision Decide(TerminalState state, Input.RecordsOutlived outlived)
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
        return new Decision(
            present,
            [new Fact.RecordsRetired(outlived.Through)],
            [new Effect.DeleteRecords(outlived.Through)]);
    }
}
