using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Old records go in two steps: the journal says that they may, then they are deleted.</summary>
internal static class Retiring
{
    public static Decision Decide(TerminalState state, Input.RecordsOutlived outlived)
    {
        var (past, present) = state;
        if (present.Kiosk is KioskPhase.Starting or KioskPhase.Stopped)
            return Decision.Ignore(present, "not running");
        // What is shown may be a sale of long ago that nobody had seen; the next beat asks again.
        if (present.Kiosk is KioskPhase.Approved)
            return Decision.Ignore(present, "the last verdict comes first");
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
