namespace EdgeTerminal.Store;

/// <summary>How the reading of a journal ended.</summary>
public abstract record JournalEnd
{
    private JournalEnd()
    {
    }

    /// <summary>All lines are good.</summary>
    /// <param name="LastSegment">Null when there is none.</param>
    /// <param name="LastSegmentBytes">Bytes of its whole lines.</param>
    /// <param name="Torn">Bytes after the last newline: a line that was being written when the power went.</param>
    public sealed record Whole(
        JournalSegment? LastSegment, long LastSegmentBytes, ReadOnlyMemory<byte> Torn) : JournalEnd;

    /// <summary>A whole line does not verify, or lines are missing.</summary>
    public sealed record Broken(JournalProblem Problem) : JournalEnd;
}
