namespace EdgeTerminal.Core;

/// <content>What comes to a gate.</content>
public abstract partial record Input
{
    /// <summary>To a gate alone: other stations are never told.</summary>
    public abstract record AtGate : Input
    {
        private protected AtGate()
        {
        }
    }

    /// <summary>The turnstile's contact: one person has gone through.</summary>
    public sealed record TurnstilePassed : AtGate;

    /// <summary>The fire input is on.</summary>
    public sealed record FireBegan : AtGate;

    /// <summary>The fire input is off.</summary>
    public sealed record FireEnded : AtGate;

    /// <summary>The key was pressed that adds a person to a group.</summary>
    public sealed record PersonAdded : AtGate;

    /// <summary>The key was pressed that takes back what was chosen.</summary>
    public sealed record ChoiceCleared : AtGate;

    /// <summary>A steward's key: the next card is to count as outside.</summary>
    public sealed record ResetChosen : AtGate;
}
