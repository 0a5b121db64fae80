using System.Collections.Immutable;

namespace Tests.Demo;

/// <summary>One thing that happens in a story.</summary>
internal abstract record StoryStep
{
    private StoryStep()
    {
    }

    /// <summary>The teller says something.</summary>
    public sealed record Say(string Text) : StoryStep;

    /// <summary>A guest buys articles, and this is the answer.</summary>
    public sealed record Tap(string Who, ImmutableArray<string> Articles, Answer Answer) : StoryStep;

    /// <summary>A guest asks what is on the card.</summary>
    public sealed record Balance(string Who, long Cents) : StoryStep;

    /// <summary>The broker goes or comes back.</summary>
    public sealed record Network(bool IsThere) : StoryStep;

    /// <summary>The terminal gets its power back.</summary>
    public sealed record Start : StoryStep;

    /// <summary>Wait until the ledger has all records, and the terminal a list that knows of all sales.</summary>
    public sealed record Settle : StoryStep;
}

/// <summary>How a tap ends.</summary>
internal abstract record Answer
{
    private Answer()
    {
    }

    public sealed record Approved : Answer;

    /// <summary>Paid by a tap that was interrupted.</summary>
    public sealed record Earlier : Answer;

    public sealed record Refused(int Reason) : Answer;

    /// <summary>The power goes when the sale is in the journal and not yet on the display.</summary>
    public sealed record Interrupted : Answer;
}
