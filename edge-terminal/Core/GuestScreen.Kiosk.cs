using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>A kiosk's.</content>
public abstract partial record GuestScreen
{
    /// <summary>Nothing has been chosen: hold a card for its balance, or choose.</summary>
    public sealed record Ready : GuestScreen;

    /// <summary>The amount, before the tap.</summary>
    public sealed record AmountDue(Basket Basket) : GuestScreen;

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
