using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Where a sale stands.</summary>
public abstract record KioskPhase
{
    private KioskPhase()
    {
    }

    /// <summary>When the phase wants an <see cref="Input.TimePassed"/>, by the monotonic clock; null: never.</summary>
    public virtual long? WakeAtMilliseconds => null;

    /// <summary>No guest is being served, and none has chosen anything.</summary>
    public virtual bool IsAtRest => false;

    /// <summary>The journal is being read; no tap yet.</summary>
    public sealed record Starting : KioskPhase;

    /// <summary>The ledger's first word is waited for; no tap yet.</summary>
    /// <param name="Until">No longer than this.</param>
    public sealed record Listening(long Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Nothing has been chosen.</summary>
    public sealed record Ready : KioskPhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => true;
    }

    /// <summary>The amount is on the display; waiting for a card.</summary>
    /// <param name="Basket">Not empty.</param>
    /// <param name="Until">When it is given up; null: never (the fixed article).</param>
    public sealed record ArticleChosen(Basket Basket, long? Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => Until is null;

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Paid and in the journal; not yet known to be seen.</summary>
    /// <param name="Card">Whose.</param>
    /// <param name="Screen">What the display was asked to show.</param>
    /// <param name="At">When it was approved.</param>
    /// <param name="Until">When waiting for the display ends.</param>
    /// <param name="StopAfter">The daemon is asked to stop: this is the tap in hand.</param>
    public sealed record Approved(CardToken Card, GuestScreen Screen, long At, long Until, bool StopAfter) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Refused and in the journal; not yet known to be seen.</summary>
    /// <param name="Until">When waiting for the display ends.</param>
    public sealed record Refused(long Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>The answer is on the display, or the advice to hold a card longer in its place.</summary>
    /// <param name="Approval">The approval that it was, if it was one.</param>
    /// <param name="Until">When it goes.</param>
    public sealed record Shown(Approved? Approval, long Until) : KioskPhase
    {
        /// <summary>Until when the card of the approval is shown it again, and not charged.</summary>
        public long RepeatUntil { get; init; }

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>A fault forbids selling.</summary>
    /// <param name="Reason">501, 502 or 503.</param>
    public sealed record OutOfService(Reason Reason) : KioskPhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => true;
    }

    /// <summary>Stopped in good order.</summary>
    public sealed record Stopped : KioskPhase;
}
