using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What follows from an input. The facts are made durable first, then folded; then the present is as said here, and the
/// effects are carried out.
/// </summary>
/// <param name="Present">What ends with the power.</param>
/// <param name="Facts">For the journal, in order; usually none or one.</param>
/// <param name="Effects">To be done once the facts are durable, in order.</param>
public sealed record Decision(Present Present, ImmutableArray<Fact> Facts, ImmutableArray<Effect> Effects)
{
    /// <summary>
    /// To be done before anything else, the journal too: closing, and what lets people out of danger, wait for nothing.
    /// </summary>
    public ImmutableArray<Effect.ToDevice> AtOnce { get; init; } = [];

    /// <summary>The epoch that begins with <see cref="Fact.EpochOpened"/> among the facts; null: none does.</summary>
    public long? NewEpoch { get; init; }

    /// <summary>Lines to be said again, each under its first name, in order; beside them there are no facts.</summary>
    public ImmutableArray<FormerLine> SaidAgain { get; init; } = [];

    /// <summary>Why nothing follows, when nothing does.</summary>
    public string? Ignored { get; init; }

    /// <summary>Nothing follows.</summary>
    internal static Decision Ignore(Present present, string why) => new(present, [], []) { Ignored = why };
}
