using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>A drink station's.</content>
public abstract partial record GuestScreen
{
    /// <summary>What is poured here, and the price of a litre: hold a card.</summary>
    public sealed record PourReady(Article Product) : GuestScreen;

    /// <summary>The price has changed since it was on the display: nothing was poured, hold the card again.</summary>
    public sealed record PriceIsNew(Article Product) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>What each tap pours, and the prices of a litre: choose one.</summary>
    public sealed record TapsReady(ValueList<Offer> Offers) : GuestScreen;

    /// <summary>The keg of the chosen tap is empty.</summary>
    public sealed record TapEmpty(Article Product) : GuestScreen;

    /// <summary>The valve is open.</summary>
    /// <param name="Product">What is poured.</param>
    /// <param name="Microlitres">So far.</param>
    /// <param name="Cost">So far.</param>
    /// <param name="MostMicrolitres">Then the valve closes.</param>
    public sealed record Pouring(Article Product, long Microlitres, Money Cost, long MostMicrolitres) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>The pour is over, and billed.</summary>
    /// <param name="Product">What was poured.</param>
    /// <param name="Microlitres">How much.</param>
    /// <param name="Cost">What was taken for it.</param>
    /// <param name="Left">What the card has left, by asset; null when that is not known.</param>
    /// <param name="End">Why it ended.</param>
    public sealed record Poured(
        Article Product, long Microlitres, Money Cost, ValueList<AssetAmount>? Left, PourEnd End) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>A card of the staff is asked for.</summary>
    /// <param name="Work">What for.</param>
    /// <param name="Product">At which tap.</param>
    /// <param name="Glasses">How many were measured before.</param>
    public sealed record TapWorkAsked(StaffWork Work, Article Product, int Glasses) : GuestScreen;

    /// <summary>There is a new keg.</summary>
    public sealed record KegIsNew(Article Product) : GuestScreen;

    /// <summary>Staff let the next guest pour once: hold that card.</summary>
    public sealed record PourApproved(Article Product) : GuestScreen;

    /// <summary>What was in the glass?</summary>
    /// <param name="Product">What was poured.</param>
    /// <param name="Microlitres">As the meter says, or corrected.</param>
    /// <param name="Glass">Which it is, from 1.</param>
    public sealed record GlassAsked(Article Product, long Microlitres, int Glass) : GuestScreen;

    /// <summary>The meter was calibrated, or could not be.</summary>
    /// <param name="Product">Which tap's.</param>
    /// <param name="PulsesPerLitre">From now on; null: the glasses do not agree, or cannot be.</param>
    public sealed record MeterCalibrated(Article Product, long? PulsesPerLitre) : GuestScreen;
}
