using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// Where a station stands with its guest. The arms here are every station's; each station derives a family of its own,
/// and no others.
/// </summary>
public abstract record StationPhase
{
    private protected StationPhase()
    {
    }

    /// <summary>When the phase wants an <see cref="Input.TimePassed"/>, by the monotonic clock; null: never.</summary>
    public virtual long? WakeAtMilliseconds => null;

    /// <summary>No guest is being served, and none has chosen anything.</summary>
    public virtual bool IsAtRest => false;

    /// <summary>What follows will name a record that is in the journal: none is deleted before.</summary>
    public virtual bool WillNameRecord => false;

    /// <summary>The journal is being read; no tap yet.</summary>
    public sealed record Starting : StationPhase;

    /// <summary>The ledger's first word is waited for; no tap yet.</summary>
    /// <param name="Until">No longer than this.</param>
    public sealed record Listening(long Until) : StationPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Refused and in the journal; not yet known to be seen.</summary>
    /// <param name="Until">When waiting for the display ends.</param>
    public sealed record Refused(long Until) : StationPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>A fault forbids serving.</summary>
    /// <param name="Reason">501, 502 or 503.</param>
    public sealed record OutOfService(Reason Reason) : StationPhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => true;
    }

    /// <summary>Stopped in good order.</summary>
    public sealed record Stopped : StationPhase;
}
