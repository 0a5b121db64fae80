namespace EdgeTerminal.Core;

/// <summary>What a gate does while it has no card list at all: nobody is known then, and nothing can be paid.</summary>
public enum WithoutList
{
    /// <summary>Nobody goes in (405).</summary>
    Refuse,

    /// <summary>Every card goes in, for nothing; each is recorded.</summary>
    LetIn,
}
