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
    public static Decision Decide(StationMachine station, TerminalState state)
    {
        var present = state.Present;
        if (present.FirstWordBy is null)
            return Decision.Ignore(present, "it is not waited for");
        present = present with { FirstWordBy = null };
        return present.Phase is StationPhase.Listening
            ? station.Rest(state with { Present = present })
            : new Decision(present, [], []);
    }
}
