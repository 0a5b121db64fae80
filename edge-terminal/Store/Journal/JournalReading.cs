using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Reads a journal from its first segment to its last, line by line, through a chain.</summary>
public static class JournalReading
{
    /// <summary>Reads all lines.</summary>
    /// <param name="storage">Where its files are.</param>
    /// <param name="segments">In order.</param>
    /// <param name="chain">Checks each line.</param>
    /// <param name="signaturesAfter">Signatures are checked behind this record only; null: all are.</param>
    /// <param name="read">Called with each good record and its line, in order.</param>
    /// <returns>The bytes after the last newline, which a power cut may leave; or the first problem.</returns>
    public static JournalEnd Read(
        IStorage storage,
        IReadOnlyList<JournalSegment> segments,
        JournalChain chain,
        RecordPosition? signaturesAfter,
        Action<JournalRecord, ReadOnlyMemory<byte>> read) =>
        new JournalPass(chain, signaturesAfter, read, acknowledged: null).Read(storage, segments);

    /// <summary>Reads all lines, but for those that cannot be read any more and that the ledger has.</summary>
    /// <param name="storage">Where its files are.</param>
    /// <param name="segments">In order.</param>
    /// <param name="chain">Checks each line, with its signature.</param>
    /// <param name="receipt">What the ledger has acknowledged.</param>
    /// <param name="passOver">Called with what cannot be read and the good record behind it.</param>
    /// <param name="read">Called with each good record and its line, in order.</param>
    /// <returns>As <see cref="Read"/>.</returns>
    public static JournalEnd ReadAround(
        IStorage storage,
        IReadOnlyList<JournalSegment> segments,
        JournalChain chain,
        AckMessage receipt,
        Action<UnreadableRecords, JournalRecord> passOver,
        Action<JournalRecord, ReadOnlyMemory<byte>> read) =>
        new JournalPass(chain, signaturesAfter: null, read, new AcknowledgedPart(receipt, passOver))
            .Read(storage, segments);
}
