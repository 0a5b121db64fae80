using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Where a pour stands, beside what every station has.</summary>
public abstract record PourPhase : StationPhase
{
    private PourPhase()
    {
    }

    /// <summary>Products and prices are on the display; waiting for a card, or for a key that chooses.</summary>
    /// <param name="Offers">What each tap offers; one that is alone is chosen.</param>
    /// <param name="LookAt">When to look at the prices again; null: they do not depend on the hour.</param>
    public sealed record Ready(ValueList<Offer> Offers, long? LookAt) : PourPhase
    {
        /// <inheritdoc/>
        public override bool IsAtRest => true;

        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => LookAt;
    }

    /// <summary>A tap was chosen, or staff let the next guest pour there once; waiting for a card.</summary>
    /// <param name="Offer">Which.</param>
    /// <param name="ApprovedBy">Whose card let the next guest pour; null: nobody's.</param>
    /// <param name="Until">No longer than this.</param>
    public sealed record Chosen(Offer Offer, CardToken? ApprovedBy, long Until) : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>The key of a work of staff was pressed; waiting for their badge.</summary>
    /// <param name="Work">Which.</param>
    /// <param name="Offer">At which tap.</param>
    /// <param name="Glasses">Those that were measured before.</param>
    /// <param name="Until">No longer than this.</param>
    public sealed record Asked(StaffWork Work, Offer Offer, ValueList<MeasuredGlass> Glasses, long Until) : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }

    /// <summary>Held and in the journal; the valve is open, or about to be.</summary>
    /// <param name="Guest">Who pours.</param>
    /// <param name="Flow">What the meter said.</param>
    /// <param name="GivenUpAt">When the valve should have closed long ago, by its own deadline.</param>
    /// <param name="CardGoneUntil">The card is away: how long it may be; null: it lies there.</param>
    /// <param name="LookAt">When to look at the flow again.</param>
    public sealed record Pouring(PouringGuest Guest, Flow Flow, long GivenUpAt, long? CardGoneUntil, long LookAt)
        : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds =>
            Math.Min(LookAt, Math.Min(GivenUpAt, CardGoneUntil ?? long.MaxValue));

        /// <inheritdoc/>
        public override bool WillNameRecord => true;
    }

    /// <summary>The valve was told to close; what flowed in all is waited for.</summary>
    /// <param name="Guest">Who poured.</param>
    /// <param name="Pulses">Counted so far.</param>
    /// <param name="End">Why it was closed.</param>
    /// <param name="Until">When the valve's word is waited for no longer.</param>
    /// <param name="StopAfter">The daemon is asked to stop: this is the pour in hand.</param>
    public sealed record Closing(PouringGuest Guest, long Pulses, PourEnd End, long Until, bool StopAfter) : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;

        /// <inheritdoc/>
        public override bool WillNameRecord => true;
    }

    /// <summary>A glass was drawn; what is in it is asked for.</summary>
    /// <param name="Guest">Who drew it.</param>
    /// <param name="Glass">As it stands on the display.</param>
    /// <param name="Until">No longer than this.</param>
    public sealed record Measuring(PouringGuest Guest, MeasuredGlass Glass, long Until) : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;

        /// <inheritdoc/>
        public override bool WillNameRecord => true;
    }

    /// <summary>The bill, or another answer that needs nothing more, is on the display.</summary>
    /// <param name="Until">When it goes.</param>
    public sealed record Shown(long Until) : PourPhase
    {
        /// <inheritdoc/>
        public override long? WakeAtMilliseconds => Until;
    }
}
