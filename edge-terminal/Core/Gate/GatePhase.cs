namespace EdgeTerminal.Core;

/// <summary>Where an entry stands at a gate, beside what every station has.</summary>
public abstract record GatePhase : StationPhase
{
    private GatePhase()
    {
    }

    /// <summary>Waiting for a card.</summary>
    public sealed record Ready : GatePhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => true;
    }

    /// <summary>A group was counted by keys; waiting for its card.</summary>
    /// <param name="People">More than one.</param>
    /// <param name="Until">When it is given up.</param>
    public sealed record Counting(int People, long Until) : GatePhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>A steward asked for it: the next card is to count as outside.</summary>
    /// <param name="Until">When it is given up.</param>
    public sealed record Resetting(long Until) : GatePhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>The turnstile is released; waiting for somebody to go through.</summary>
    /// <param name="Going">Who.</param>
    /// <param name="Until">When it is locked again.</param>
    /// <param name="StopAfter">The daemon is asked to stop: this is the tap in hand.</param>
    public sealed record Released(Going Going, long Until, bool StopAfter) : GatePhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;

        /// <summary>That somebody went through is said of an entry.</summary>
        public override bool WillNameRecord => true;
    }

    /// <summary>Locked again; somebody may still be in the turnstile.</summary>
    /// <param name="Going">Who.</param>
    /// <param name="Until">When nobody is any more.</param>
    /// <param name="StopAfter">As in <see cref="Released"/>.</param>
    public sealed record Locking(Going Going, long Until, bool StopAfter) : GatePhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;

        /// <inheritdoc/>
        public override bool WillNameRecord => true;
    }

    /// <summary>The answer is on the display; the next card may come.</summary>
    /// <param name="Until">When it goes.</param>
    public sealed record Shown(long Until) : GatePhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Everybody may pass, and nobody is asked for a card.</summary>
    /// <param name="IsFire">The fire input is on; else something is lost without which nobody may be kept.</param>
    public sealed record Open(bool IsFire) : GatePhase;
}
