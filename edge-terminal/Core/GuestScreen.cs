using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a guest is to read. The words and the drawing are the host's; what is said is decided here. A station's own
/// screens stand in a file by its name.
/// </summary>
public abstract partial record GuestScreen
{
    private GuestScreen()
    {
    }

    /// <summary>A verdict: the display reports when it can be seen.</summary>
    public virtual bool IsVerdict => false;

    /// <summary>It speaks to whoever laid the card there; others speak to whoever comes.</summary>
    public virtual bool FollowsCard => IsVerdict;

    /// <summary>The language of that card, where it has one; null: the terminal's.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>The terminal is getting ready.</summary>
    public sealed record Starting : GuestScreen;

    /// <summary>No.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Basket">What was asked for.</param>
    /// <param name="Left">What the card has, by asset; null when that is not known or not the guest's to know.</param>
    public sealed record Refused(Reason Reason, Basket Basket, ValueList<AssetAmount>? Left) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool IsVerdict => true;
    }

    /// <summary>The card was taken away too early: nothing has happened yet.</summary>
    /// <param name="Basket">What is to be paid; may be empty.</param>
    public sealed record HoldLonger(Basket Basket) : GuestScreen;

    /// <summary>What a card has, by asset; nothing was bought.</summary>
    public sealed record Balance(ValueList<AssetAmount> Left) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>The terminal cannot serve.</summary>
    public sealed record OutOfService(Reason Reason) : GuestScreen;

    /// <summary>The terminal was stopped in good order.</summary>
    public sealed record Closed : GuestScreen;
}
