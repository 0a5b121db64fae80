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
        /// <summary>What the knob stands at, and what was chosen before; null: keys were used.</summary>
        public KnobChoice? Knob { get; init; }

        /// <inheritdoc/>
        public override bool IsAtRest => Until is null;

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>One card's money does not suffice: another is waited for. Nothing has been taken.</summary>
    /// <param name="Basket">Not empty.</param>
    /// <param name="First">What the first card gives.</param>
    /// <param name="Until">When it is given up.</param>
    public sealed record SecondCardAsked(Basket Basket, FirstCard First, long Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>A staff card that proves nothing lies there: its PIN is waited for.</summary>
    /// <param name="Staff">As it was judged; its counter, if it showed one, is used up.</param>
    /// <param name="Pin">What was typed.</param>
    /// <param name="Until">When it is given up.</param>
    public sealed record PinAsked(CardPresentation Staff, TypedPin Pin, long Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>It was typed, and is being compared: whether it is right is waited for.</summary>
    /// <param name="Staff">As it was judged.</param>
    /// <param name="Attempt">Which answer is waited for.</param>
    /// <param name="Until">When it is given up.</param>
    public sealed record PinTyped(CardPresentation Staff, long Attempt, long Until) : KioskPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Staff are at work.</summary>
    /// <param name="Session">Who.</param>
    /// <param name="Act">What they are about to do; null: they are to choose.</param>
    /// <param name="Until">When the session ends if nothing is pressed.</param>
    public sealed record AtWork(StaffSession Session, StaffAct? Act, long Until) : KioskPhase
    {
        /// <summary>The guest's card that was just served, and may still lie there: the display says so.</summary>
        public CardToken? Served { get; init; }

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Math.Min(Until, Session.EndsAt);

        /// <summary>That it was shown is said of a credit which may be of long ago: nobody had seen it.</summary>
        public override bool WillNameRecord => Served is not null;
    }

    /// <summary>Paid and in the journal; not yet known to be seen.</summary>
    /// <param name="Card">Whose; of two the second.</param>
    /// <param name="Screen">What the display was asked to show.</param>
    /// <param name="At">When it was approved.</param>
    /// <param name="Until">When waiting for the display ends.</param>
    /// <param name="StopAfter">The daemon is asked to stop: this is the tap in hand.</param>
    public sealed record Approved(CardToken Card, GuestScreen Screen, long At, long Until, bool StopAfter) : KioskPhase
    {
        /// <summary>The card that paid with it; null: none did.</summary>
        public CardToken? Beside { get; init; }

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;

        /// <summary>It was this card's.</summary>
        public bool IsOf(CardToken card) => Card == card || Beside == card;

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
