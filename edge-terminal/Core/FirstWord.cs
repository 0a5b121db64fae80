namespace EdgeTerminal.Core;

/// <summary>
/// With a broker in reach, no tap before the ledger's first word: it may know that an older image was restored. It is
/// waited for a few seconds and no longer; without a broker not at all.
/// </summary>
internal static class FirstWord
{
    /// <summary>So long at most.</summary>
    public const long PatienceMilliseconds = 5_000;

    /// <summary>It has come, or will not.</summary>
    public static Decision Decide(TerminalSetup setup, TerminalState state)
    {
        var (past, present) = state;
        if (present.FirstWordBy is null)
            return new Decision(present, [], []) { Ignored = "it is not waited for" };
        present = present with { FirstWordBy = null };
        if (present.Kiosk is not KioskPhase.Listening)
            return new Decision(present, [], []);
        var idle = Kiosk.Idle(setup, past.Faults, present);
        return new Decision(present with { Kiosk = idle }, [], [new Effect.Show(Kiosk.ScreenOf(idle))]);
    }
}
