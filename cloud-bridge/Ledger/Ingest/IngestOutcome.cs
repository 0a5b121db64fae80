using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What became of a line (DESIGN section 7).</summary>
public abstract record IngestOutcome
{
    private IngestOutcome()
    {
    }

    /// <summary>It is stored and booked.</summary>
    public sealed record Booked(RecordPosition Position) : IngestOutcome;

    /// <summary>It was stored before.</summary>
    public sealed record Known(RecordPosition Position) : IngestOutcome;

    /// <summary>It comes after records that are not here: not stored, to be sent again from the gap.</summary>
    public sealed record BeyondGap(RecordPosition Position) : IngestOutcome;

    /// <summary>Another record is in its place: kept, not booked.</summary>
    public sealed record Forked(RecordPosition Position) : IngestOutcome;

    /// <summary>It is not a line of this terminal's journal.</summary>
    public sealed record Rejected(FormatError Error) : IngestOutcome;
}
