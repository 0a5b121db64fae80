using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Something that happened to a card.</summary>
/// <param name="Card">Which.</param>
/// <param name="Kind">What: the kind of a fact, or what was done at the ledger.</param>
/// <param name="AtMilliseconds">When, by whoever wrote it, since 1970-01-01T00:00:00Z; null: a command at the ledger,
/// which kept no time.</param>
/// <param name="Terminal">Where; null: at the ledger.</param>
/// <param name="Record">Its record there, as epoch/sequence; null: at the ledger.</param>
/// <param name="Amounts">What the card's wallet got, or, below zero, gave, as the record says; of a row at the ledger
/// that follows it, what came to the wallet otherwise.</param>
/// <param name="Reason">The number of a refusal's reason; null: it was none.</param>
internal sealed record RecentRecord(
    CardToken Card,
    string Kind,
    long? AtMilliseconds,
    TerminalId? Terminal,
    string? Record,
    ValueList<AssetAmount> Amounts,
    int? Reason)
{
    /// <summary>Whoever wrote it knew the time.</summary>
    public bool IsTrusted { get; init; } = true;

    /// <summary>Why somebody did it, in his words; null: nobody said.</summary>
    public string? Note { get; init; }

    /// <summary>When it came, by the ledger's time; null: in an entry of an earlier build, or at the ledger.</summary>
    public long? CameMilliseconds { get; init; }
}
