using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Where a sale stands at a kiosk, beside what every station has.</summary>
public abstract record KioskPhase : StationPhase
{
    private KioskPhase()
    {
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

        /// <summary>That it was shown is said of a sale which may be of long ago: nobody had seen it.</summary>
        public override bool WillNameRecord => true;
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
}
