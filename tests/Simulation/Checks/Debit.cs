using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>A sale that took money from a wallet, and what it was decided on.</summary>
/// <param name="Terminal">Where.</param>
/// <param name="Position">Its record.</param>
/// <param name="Parts">What it took, by asset, above zero.</param>
/// <param name="List">The list.</param>
/// <param name="Counts">Per terminal, the records that the list had, or that were its own.</param>
/// <param name="Heard">What was brought to the process of other terminals …</param>
/// <param name="HeardBefore">… and at which point of it it decided.</param>
/// <param name="Limit">The most that the wallet might have spent without the ledger, in that mode.</param>
/// <param name="Available">What the list said, and credits since: by asset.</param>
internal sealed record Debit(
    TerminalId Terminal,
    RecordPosition Position,
    IReadOnlyDictionary<AssetId, long> Parts,
    ListVersion List,
    IReadOnlyDictionary<TerminalId, EpochMarks> Counts,
    Hearing Heard,
    int HeardBefore,
    long Limit,
    IReadOnlyDictionary<AssetId, long> Available)
{
    /// <summary>Holds count for so long at least, whatever clock says so.</summary>
    private const long HoldsCountFor = OpenHold.CountsForMilliseconds - 1_000;

    /// <summary>When it was decided.</summary>
    public required long At { get; init; }

    /// <summary>The hold that it was captured of, and when that was written; null: it was no capture.</summary>
    public (RecordPosition Position, long At)? Held { get; init; }

    /// <summary>Had this decision counted that debit?</summary>
    public bool Counted(Debit other) =>
        Knew(other.Terminal, other.Position) ||
        other.Held is { } held && At - held.At < HoldsCountFor && Knew(other.Terminal, held.Position);

    private bool Knew(TerminalId terminal, RecordPosition position) =>
        Counts.GetValueOrDefault(terminal).Covers(position) || Heard.HadHeard(HeardBefore, terminal, position);
}
