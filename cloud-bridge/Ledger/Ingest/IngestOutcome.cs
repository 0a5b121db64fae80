using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What became of a line (DESIGN section 7).</summary>
public abstract record IngestOutcome
{
    private IngestOutcome()
    {
    }

    /// <summary>What it is called where outcomes are counted; null: it is taken again soon, and counts then.</summary>
    internal string? Word => this switch
    {
        Booked => "booked",
        Known => "known",
        Parked => "parked",
        Refused => "refused",
        Forked => "forked",
        Held => "held",
        NotGranted => "notGranted",
        Rejected => "rejected",
        _ => null,
    };

    /// <summary>Of which record; null: of none that is known.</summary>
    internal RecordPosition? Record => this switch
    {
        Booked booked => booked.Position,
        Known known => known.Position,
        Parked parked => parked.Position,
        Refused refused => refused.Position,
        Forked forked => forked.Position,
        Held held => held.Position,
        NotGranted notGranted => notGranted.Position,
        _ => null,
    };

    /// <summary>It is stored and booked.</summary>
    public sealed record Booked(RecordPosition Position) : IngestOutcome;

    /// <summary>It was stored before.</summary>
    public sealed record Known(RecordPosition Position) : IngestOutcome;

    /// <summary>It comes after records that are not here: stored, and booked when they are.</summary>
    public sealed record Parked(RecordPosition Position) : IngestOutcome;

    /// <summary>Its terminal was revoked, and nobody had heard of it: stored, and booked if a treasurer says so.
    /// </summary>
    public sealed record Held(RecordPosition Position) : IngestOutcome;

    /// <summary>It comes after records that are not here, and cannot be parked: not stored.</summary>
    /// <param name="Position">Where it stands.</param>
    /// <param name="Awaits">The last record under the terminal's former key, which its first under the next one names;
    /// null: it is no such first one.</param>
    /// <param name="IsOfNextKey">It is of the terminal's next key, which has begun nothing here yet.</param>
    public sealed record Refused(RecordPosition Position, RecordName? Awaits = null, bool IsOfNextKey = false)
        : IngestOutcome
    {
        /// <summary>Why, for people.</summary>
        internal string Why => Awaits is { } ended
            ? $"record {Position} is the first under another key of the terminal; the last under the former one, " +
              $"{ended.Position()} {ended.Hash}, is not here. Was this ledger restored from a backup? Then run " +
              "ledger raise-era. If it does not come by itself, hand the terminal's journal in: edge-terminal " +
              "journal export, ledger ingest. Is it lost for good? Then run ledger close-gap " +
              $"--epoch {ended.Epoch} --through {ended.Sequence}, which ends the former key there"
            : IsOfNextKey
                ? $"record {Position} is of another key of the terminal, whose first record is not booked yet: that " +
                  "one comes first, with what it waits for"
            : $"record {Position} is beyond a gap, and no more can wait for it";
    }

    /// <summary>It is beside the chain: stored and booked, and not acknowledged.</summary>
    public sealed record Forked(RecordPosition Position) : IngestOutcome;

    /// <summary>
    /// It is well signed, in an epoch that these books did not grant: they were restored from before it was granted.
    /// </summary>
    /// <param name="Position">Where it stands.</param>
    /// <param name="Bytes">As they came.</param>
    public sealed record NotGranted(RecordPosition Position, ReadOnlyMemory<byte> Bytes) : IngestOutcome;

    /// <summary>It is not a line of this terminal's journal.</summary>
    /// <param name="Error">What is wrong with it.</param>
    /// <param name="Bytes">As they came.</param>
    public sealed record Rejected(FormatError Error, ReadOnlyMemory<byte> Bytes) : IngestOutcome;

    /// <summary>It is beyond a gap that another worker may be filling: to be taken again soon. Nothing is stored.
    /// </summary>
    /// <param name="Line">Its signature was checked.</param>
    internal sealed record Early(StoredLine Line) : IngestOutcome;
}
