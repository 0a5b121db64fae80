using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>A gate's.</content>
public abstract partial record GuestScreen
{
    /// <summary>What entry costs, before the tap.</summary>
    /// <param name="Admissions">Ways to be let in, in order.</param>
    /// <param name="People">How many would go in.</param>
    public sealed record WayIn(ValueList<Admission> Admissions, int People) : GuestScreen;

    /// <summary>Hold a card and go.</summary>
    public sealed record WayOut : GuestScreen;

    /// <summary>Go in: the turnstile is released.</summary>
    /// <param name="Name">Of what the card met; null: nobody is known, all go in.</param>
    /// <param name="Price">For all of them.</param>
    /// <param name="People">How many are still to go through.</param>
    /// <param name="Left">What the card has left, by asset.</param>
    public sealed record GoIn(string? Name, Money Price, int People, ValueList<AssetAmount> Left) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>Go out: the turnstile is released.</summary>
    public sealed record GoOut : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>Nobody went through, or not all: entry and money are given back.</summary>
    /// <param name="People">For how many.</param>
    /// <param name="Returned">All that was given back.</param>
    public sealed record NotPassed(int People, Money Returned) : GuestScreen
    {
        /// <inheritdoc/>
        public override bool FollowsCard => true;
    }

    /// <summary>The next card is to count as outside.</summary>
    public sealed record ResetAsked : GuestScreen;

    /// <summary>The card counts as outside.</summary>
    /// <param name="WasInside">It did not before.</param>
    public sealed record ResetDone(bool WasInside) : GuestScreen;

    /// <summary>The gate is open to everybody.</summary>
    /// <param name="IsFire">Leave!</param>
    public sealed record StandsOpen(bool IsFire) : GuestScreen;
}
