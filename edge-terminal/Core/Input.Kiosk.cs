namespace EdgeTerminal.Core;

/// <content>What comes to a kiosk.</content>
public abstract partial record Input
{
    /// <summary>To a kiosk alone: other stations are never told.</summary>
    public abstract record AtKiosk : Input
    {
        private protected AtKiosk()
        {
        }
    }

    /// <summary>A key was pressed that stands for an article.</summary>
    public sealed record ArticleChosen(Article Article) : AtKiosk
    {
        /// <summary>What the key is to staff who type a number; null: nothing.</summary>
        public int? Digit { get; init; }
    }

    /// <summary>A key was pressed that stands for a digit and no article.</summary>
    public sealed record DigitTyped(int Digit) : AtKiosk;

    /// <summary>The key that says yes was pressed, or the knob.</summary>
    public sealed record Confirmed : AtKiosk;

    /// <summary>A PIN was compared.</summary>
    /// <param name="Attempt">That of <see cref="Effect.TryPin"/>.</param>
    /// <param name="IsRight">It is the PIN.</param>
    public sealed record PinTried(long Attempt, bool IsRight) : AtKiosk;

    /// <summary>The knob that chooses among the articles was turned.</summary>
    /// <param name="Steps">Forwards; below zero backwards.</param>
    public sealed record KnobTurned(int Steps) : AtKiosk;

    /// <summary>The key that empties the basket was pressed.</summary>
    public sealed record BasketCleared : AtKiosk;
}
