using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What a terminal had to go by when it decided: what was there, not what it made of it.</summary>
/// <param name="Input">What it was given.</param>
/// <param name="At">The true time.</param>
/// <param name="Tail">Its last record then.</param>
internal sealed record DecisionBase(Input Input, long At, RecordPosition? Tail)
{
    /// <summary>Who held the card there; null: no card was held.</summary>
    public Guest? Guest { get; init; }

    /// <summary>The list that took effect last; null: none has.</summary>
    public ListVersion? List { get; init; }

    /// <summary>How old that was.</summary>
    public ListAge.Reading Age { get; init; }

    /// <summary>What the ledger has published of the card in that list; null: nothing.</summary>
    public CardEntry? Entry { get; init; }

    /// <summary>What was brought of other terminals …</summary>
    public required Hearing Heard { get; init; }

    /// <summary>… and at which point of it.</summary>
    public int Moment { get; init; }

    /// <summary>The same of whose card is there for a part, while another is asked for; null: of nobody's.</summary>
    public DecisionBase? First { get; init; }

    /// <summary>The card was blocked before.</summary>
    public bool IsBlocked => IsBlockedByStaff || Entry?.State == CardState.Blocked;

    /// <summary>Here or elsewhere, and no list needs to say so.</summary>
    public bool IsBlockedByStaff { get; init; }

    /// <summary>The same, and no list that was applied has it: who has lost the list knows it still.</summary>
    public bool IsBlockedSinceTheList { get; init; }

    /// <summary>What the guest did at this terminal, and others between.</summary>
    public int Disturbances { get; init; }
}
