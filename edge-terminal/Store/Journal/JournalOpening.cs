namespace EdgeTerminal.Store;

/// <summary>What became of opening a journal.</summary>
/// <typeparam name="T">What its records are folded into.</typeparam>
public abstract record JournalOpening<T>
{
    private JournalOpening()
    {
    }

    /// <summary>All its lines are good, but for what is told.</summary>
    /// <param name="Journal">Ready to append to; the caller's to dispose of.</param>
    /// <param name="Folded">What its records came to.</param>
    /// <param name="Unreadable">Records that the ledger has and this journal has no more: their lines have
    /// rotted.</param>
    public sealed record Opened(Journal Journal, T Folded, IReadOnlyList<UnreadableRecords> Unreadable)
        : JournalOpening<T>;

    /// <summary>It is not to be used before somebody has looked at it.</summary>
    public sealed record Broken(JournalProblem Problem) : JournalOpening<T>;
}
