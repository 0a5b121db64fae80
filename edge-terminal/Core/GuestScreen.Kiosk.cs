using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>A kiosk's.</content>
public abstract partial record GuestScreen
{
    /// <summary>Nothing has been chosen: hold a card for its balance, or choose.</summary>
    public sealed record Ready : GuestScreen;

    /// <summary>The amount, before the tap.</summary>
    public sealed record AmountDue(Basket Basket) : GuestScreen;

    /// <summary>One card has not enough: hold another for the rest.</summary>
    /// <param name="Missing">The rest, in each way of paying.</param>
    /// <param name="IsToHoldLonger">It was taken away too early.</param>
    public sealed record SecondCardAsked(
        ValueList<(AssetCategory? PaidWith, Money Price)> Missing, bool IsToHoldLonger) : GuestScreen;

    /// <summary>Type the PIN of the staff card that lies there.</summary>
    /// <param name="Typed">How many digits were.</param>
    public sealed record PinAsked(int Typed) : GuestScreen
    {
        /// <summary>It is being compared: nothing more is to be typed.</summary>
        public bool IsCompared { get; init; }
    }

    /// <summary>Staff are to choose what to do.</summary>
    /// <param name="Acts">What they may do, by the digit that chooses it.</param>
    public sealed record StaffMenu(StaffPowers Acts) : GuestScreen;

    /// <summary>What staff are about to do: type, hold the guest's card, or say yes.</summary>
    public sealed record StaffAsked(StaffAct Act) : GuestScreen;

    /// <summary>It was done, and is in the journal.</summary>
    /// <param name="Act">What.</param>
    /// <param name="Left">What the guest's card has now, by asset; null where there is none.</param>
    public sealed record StaffDone(StaffAct Act, ValueList<AssetAmount>? Left) : GuestScreen
    {
        /// <summary>Before, when nobody may have seen it; not now.</summary>
        public bool IsOfBefore { get; init; }

        /// <summary>Whoever has seen that it was done, and does it again, means it.</summary>
        public override bool IsVerdict => true;
    }

    /// <summary>Yes.</summary>
    /// <param name="Basket">What was bought.</param>
    /// <param name="Left">What the card has left, by asset.</param>
    public sealed record Approved(Basket Basket, ValueList<AssetAmount> Left) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool IsVerdict => true;
    }

    /// <summary>
    /// Yes, and it was paid before: the power went before the guest could see it. Nothing is charged now.
    /// </summary>
    /// <param name="Basket">What was bought.</param>
    /// <param name="Left">What the card has left, by asset.</param>
    public sealed record ApprovedEarlier(Basket Basket, ValueList<AssetAmount> Left) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool IsVerdict => true;
    }
}
