namespace EdgeTerminal.Store;

/// <summary>Sizes of a journal.</summary>
public sealed record JournalOptions
{
    /// <summary>A segment that is this long is followed by a new one.</summary>
    public long SegmentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Records that may wait for the ledger; then nothing is sold (reason 501).</summary>
    public long MostUnacked { get; init; } = 100_000;

    /// <summary>Of those, the last few are for what must be written: a sale's showing, faults, starts.</summary>
    public long Reserved { get; init; } = 100;

    /// <summary>
    /// Bytes that must be free on the disk for a sale: what is reserved fits in, each record as long as one may be,
    /// with a receipt and a mark.
    /// </summary>
    public long ReservedBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// The cursor is kept on disk only each so many records (and at a good end): losing it costs sending them again.
    /// </summary>
    public long ReceiptEvery { get; init; } = 256;
}
