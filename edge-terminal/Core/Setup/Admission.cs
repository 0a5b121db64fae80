namespace EdgeTerminal.Core;

/// <summary>One way to be let in: a membership, a ticket, or a price.</summary>
/// <param name="Article">What it asks for and what it costs a person.</param>
public sealed record Admission(Article Article)
{
    /// <summary>So many people go in with it a day; null: no end.</summary>
    public int? EntriesPerDay { get; init; }

    /// <summary>So many people go in with it while it is valid; null: no end.</summary>
    public int? Entries { get; init; }

    /// <summary>What so many people ask for.</summary>
    public Basket For(int people) => new([(Article, people)]);

    /// <summary>A membership is one person's; a ticket of several entries, or a price, may be a group's.</summary>
    public bool MayBeAGroups => Article.Entitlement is null || Entries is not null || EntriesPerDay is not null;
}
