namespace EdgeTerminal.Host;

/// <summary>How the loop ended.</summary>
internal abstract record LoopEnd
{
    private LoopEnd()
    {
    }

    /// <summary>It was asked to stop, and finished what it had in hand.</summary>
    public sealed record Stopped : LoopEnd;

    /// <summary>It serves nobody any more, for good.</summary>
    /// <param name="Why">For people; null: nobody has said it here.</param>
    public sealed record OutForGood(string? Why) : LoopEnd;

    /// <summary>The journal takes no more: what reached the disk is known only after reading it again.</summary>
    public sealed record JournalFailed(string Detail) : LoopEnd;
}
