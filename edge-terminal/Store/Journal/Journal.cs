using System.Buffers;
using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// The truth: an append-only file of signed, chained lines. A fact that <see cref="Append"/> has answered is on disk;
/// what it has not answered may or may not be. One writer; the outbox reads beside it. docs/formats/journal.md.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly IStorage storage;
    private readonly JournalIdentity identity;
    private readonly ISigner signer;
    private readonly JournalOptions options;
    private readonly Retention retention;
    private readonly ArrayBufferWriter<byte> lines = new();
    private JournalExtent extent;
    private IAppendFile? file;
    private Digest lastHash;
    private TornTail? torn;
    private string? failure;

    internal Journal(
        IStorage storage, JournalIdentity identity, ISigner signer, JournalOptions options, JournalStart start)
    {
        (this.storage, this.identity, this.signer, this.options) = (storage, identity, signer, options);
        retention = new Retention(storage);
        (extent, lastHash, torn) = (start.Extent, start.PreviousForNext, start.Torn);
        Outbox = new JournalOutbox(storage, identity, options, () => Volatile.Read(ref extent));
    }

    /// <summary>The journal as the relay sees it.</summary>
    public JournalOutbox Outbox { get; }

    /// <summary>The last durable record; null when there is none.</summary>
    public RecordPosition? Tail => extent.Tail;

    /// <summary>There is room for another sale and the facts that close it.</summary>
    public bool HasRoom => WhyFull is null;

    /// <summary>Why there is not; null when there is.</summary>
    public string? WhyFull =>
        failure ??
        (Outbox.Unacked >= options.MostUnacked - options.Reserved
            ? $"{Outbox.Unacked} records wait for the ledger; room is for {options.MostUnacked}"
        : FreeBytes is not { } free ? $"{storage.Name} does not say how much room it has"
        : free < options.ReservedBytes
            ? $"{free} bytes are free in {storage.Name}; a sale needs {options.ReservedBytes}"
        : null);

    /// <summary>Why the disk cannot hold all that may have to wait for the ledger; null when it can.</summary>
    public string? WhyShort => FreeBytes is null ? null : options.WhyShort(storage, Outbox.Unacked);

    /// <summary>There is so much room that it will not be gone with the next sale.</summary>
    public bool HasAmpleRoom =>
        failure is null &&
        Outbox.Unacked < (options.MostUnacked - options.Reserved) / 10 * 9 &&
        FreeBytes >= 2 * options.ReservedBytes;

    /// <summary>Null when the disk does not say.</summary>
    private long? FreeBytes
    {
        get
        {
            try
            {
                return storage.FreeBytes;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    /// <summary>The next record will be the first of a segment, in an epoch that goes on.</summary>
    public bool BeginsSegment =>
        extent.Tail?.Epoch == identity.Epoch &&
        (extent.LastSegmentBytes == 0 || extent.LastSegmentBytes >= options.SegmentBytes);

    /// <summary>
    /// The last of the oldest records that may go: whole segments, acknowledged, in the balances of the list, and old.
    /// </summary>
    /// <param name="watermarks">Of the list in use.</param>
    /// <param name="beforeMilliseconds">Old is what came before this wall time; only trusted times are compared with
    /// it.</param>
    /// <returns>Null when none may go now.</returns>
    public RecordPosition? Outlived(EpochMarks watermarks, long beforeMilliseconds)
    {
        var settled = Outbox.Settled.And(watermarks);
        try
        {
            return retention.Outlived(extent, settled, beforeMilliseconds);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be read stays: a sale does not need it, and the next start says what is wrong with it.
            return null;
        }
    }

    /// <summary>
    /// Deletes segments that the journal says may go. What the disk refuses to delete is left for another time.
    /// </summary>
    /// <param name="through">The last record that may go.</param>
    public void Delete(RecordPosition through)
    {
        // The outbox stops looking there before they are gone.
        var left = extent.Segments;
        while (left.Length > 1 && left[1].First <= through.Next())
            left = left.RemoveAt(0);
        Volatile.Write(ref extent, extent with
        {
            Segments = left,
            EarlierEnds = extent.EarlierEnds.RemoveAll(end => end.Epoch < left[0].First.Epoch),
        });
        try
        {
            retention.Delete(through);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next start tries again: nothing reads them any more.
        }
    }

    /// <summary>
    /// Makes facts durable: one write, one fsync, then the answer. A failure is final for this journal: what reached
    /// the disk is not known, so it must be closed and opened again.
    /// </summary>
    /// <param name="facts">In order; at least one.</param>
    /// <param name="stamp">When.</param>
    public AppendResult Append(IReadOnlyList<Fact> facts, Stamp stamp)
    {
        ArgumentOutOfRangeException.ThrowIfZero(facts.Count);
        if (failure is not null)
            return new AppendResult.Failed(failure);
        var records = new List<JournalRecord>(facts.Count);
        lines.ResetWrittenCount();
        var (hash, position) = (lastHash, Next(extent.Tail, identity.Epoch));
        foreach (var fact in facts)
        {
            var record = new JournalRecord(identity.Site, identity.Terminal, position, hash, stamp, fact)
            {
                Torn = records.Count == 0 ? torn : null,
            };
            var line = RecordLine.Write(record, signer);
            lines.Write(line.Compact.Span);
            lines.Write("\n"u8);
            records.Add(record);
            (hash, position) = (line.Hash(), position.Next());
        }
        if (Write(lines.WrittenSpan, records[0].Position) is { } error)
        {
            failure = error;
            return new AppendResult.Failed(error);
        }
        (lastHash, torn) = (hash, null);
        Volatile.Write(ref extent, extent with { Tail = records[^1].Position, LastSegmentBytes = file!.Length });
        return new AppendResult.Appended(records);
    }

    /// <summary>Where the next record of an epoch goes.</summary>
    internal static RecordPosition Next(RecordPosition? tail, long epoch) =>
        tail is { } last && last.Epoch == epoch ? last.Next() : new RecordPosition(epoch, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        Outbox.Dispose();
        file?.Dispose();
    }

    /// <returns>Null when the bytes are durable.</returns>
    private string? Write(ReadOnlySpan<byte> bytes, RecordPosition first)
    {
        try
        {
            if (NeedsSegment(first))
                StartSegment(first);
            file ??= storage.Append(extent.Segments[^1].Name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot open a segment in {storage.Name}: {error.Message}";
        }
        var before = file.Length;
        try
        {
            file.Write(bytes);
        }
        catch (IOException error)
        {
            return $"cannot write record {first} to {extent.Segments[^1].Name}: {error.Message}{CutBack(before)}";
        }
        try
        {
            file.Sync();
            return null;
        }
        catch (IOException error)
        {
            // The kernel may have dropped what it could not write: a second sync would lie (fsync(2), ERRORS, EIO).
            return $"cannot sync record {first} in {extent.Segments[^1].Name}: {error.Message}";
        }
    }

    private bool NeedsSegment(RecordPosition next) =>
        extent.Segments.IsEmpty ||
        extent.Segments[^1].First.Epoch != next.Epoch ||
        extent.LastSegmentBytes >= options.SegmentBytes;

    private void StartSegment(RecordPosition first)
    {
        file?.Dispose();
        var segment = new JournalSegment(SegmentName.Of(first), first);
        file = storage.Append(segment.Name);
        var earlier = extent.Tail is { } tail && tail.Epoch != first.Epoch
            ? extent.EarlierEnds.Add(tail)
            : extent.EarlierEnds;
        // A crash may have left this very segment, empty.
        var segments = extent.Segments.Where(known => known.Name != segment.Name).Append(segment);
        Volatile.Write(
            ref extent,
            extent with { Segments = [.. segments], EarlierEnds = earlier, LastSegmentBytes = file.Length });
    }

    /// <summary>A full disk leaves half a line: take it back, so that the journal ends with a whole one.</summary>
    private string CutBack(long length)
    {
        try
        {
            file!.Truncate(length);
            file.Sync();
            return "";
        }
        catch (IOException error)
        {
            return $"; and cannot cut it back to {length} bytes: {error.Message}";
        }
    }
}
