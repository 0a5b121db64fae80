namespace EdgeTerminal.Core;

/// <summary>Anti-passback: a card that is inside is not let in (204), so that nobody hands it over the fence.</summary>
public sealed record PassBackRules
{
    /// <summary>It is checked.</summary>
    public bool IsOn { get; init; }

    /// <summary>So long after its entry a card counts as outside; null: never by itself.</summary>
    public long? ResetMilliseconds { get; init; }

    /// <summary>With a new day all count as outside.</summary>
    public bool ResetsDaily { get; init; }
}
