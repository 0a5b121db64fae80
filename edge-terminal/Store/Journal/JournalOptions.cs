using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Sizes of a journal.</summary>
public sealed record JournalOptions
{
    private const long Mebibyte = 1024 * 1024;

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
    /// What a record takes on the disk: a sale of one article has some 1,100 bytes, what comes with it less.
    /// </summary>
    public long UsualRecordBytes { get; init; } = 1_024;

    /// <summary>
    /// Why the disk cannot hold all that may have to wait for the ledger; null when it can. No refusal: until it is
    /// full, it sells.
    /// </summary>
    /// <param name="storage">The journal's folder.</param>
    /// <param name="unacked">Records that wait there already.</param>
    public string? WhyShort(IStorage storage, long unacked)
    {
        var wanted = (MostUnacked - unacked) * UsualRecordBytes + ReservedBytes;
        return storage.FreeBytes < wanted
            ? $"{storage.FreeBytes / Mebibyte} MiB are free in {storage.Name}; {MostUnacked} records that wait " +
                $"for the ledger (14 days at 7,000 a day) take {wanted / Mebibyte} MiB more"
            : null;
    }

    /// <summary>
    /// The cursor is kept on disk only each so many records (and at a good end): losing it costs sending them again.
    /// </summary>
    public long ReceiptEvery { get; init; } = 256;
}
