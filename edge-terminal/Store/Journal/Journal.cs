using System.Buffers;
using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;

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
    private RecordName? endOfFormerKey;

    internal Journal(
        IStorage storage, JournalIdentity identity, ISigner signer, JournalOptions options, JournalStart start)
    {
        (this.storage, this.identity, this.signer, this.options) = (storage, identity, signer, options);
        retention = new Retention(storage);
        (extent, lastHash, torn) = (start.Extent, start.PreviousForNext, start.Torn);
        Epoch = extent.Tail?.Epoch ?? identity.Epoch;
        endOfFormerKey = start is { LastKey: { } last, Extent.Tail: { } tail } && last != signer.KeyId
            ? new RecordName(tail.Epoch, tail.Sequence, lastHash)
            : null;
        Outbox = new JournalOutbox(storage, identity, options, () => Volatile.Read(ref extent).Owed);
    }

    /// <summary>The journal as the relay sees it.</summary>
    public JournalOutbox Outbox { get; }

    /// <summary>The last durable record; null when there is none.</summary>
    public RecordPosition? Tail => extent.Tail;

    /// <summary>
    /// The last record, where another key of the terminal has signed it: the next one is the first of an epoch, and
    /// says so. Null: the key goes on.
    /// </summary>
    public RecordName? EndOfFormerKey => endOfFormerKey;

    /// <summary>The epoch of the next record.</summary>
    public long Epoch { get; private set; }

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

    /// <summary>
    /// The next record is to say what all before it came to: it is the first of a segment in an epoch that goes on, or
    /// the second of an epoch behind another.
    /// </summary>
    public bool BeginsSegment =>
        extent.Tail is { } tail && tail.Epoch == Epoch &&
        (extent.LastSegmentBytes == 0 || extent.LastSegmentBytes >= options.SegmentBytes ||
        tail.Sequence == 1 && !extent.EarlierEnds.IsEmpty);

    /// <summary>
    /// The last of the oldest records that may go: whole segments, acknowledged, in the balances of the list, and for
    /// so long.
    /// </summary>
    /// <param name="watermarks">Of the list in use.</param>
    /// <param name="beforeMilliseconds">
    /// Old is what a list had that was in use before this wall time; only trusted times are compared with it.
    /// </param>
    /// <returns>Null when none may go now.</returns>
    public RecordPosition? Outlived(EpochMarks watermarks, long beforeMilliseconds)
    {
        try
        {
            var settled = Outbox.Settled.And(watermarks).And(retention.ListedBefore(extent, beforeMilliseconds));
            // What was left behind is said again further on, and kept aside.
            foreach (var left in extent.Left)
                if (settled.Covers(new RecordPosition(left.Epoch, left.From - 1)))
                    settled = settled.With([new RecordPosition(left.Epoch, left.Through)]);
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

    /// <summary>Makes facts durable.</summary>
    /// <param name="facts">In order; at least one.</param>
    /// <param name="stamp">When.</param>
    public AppendResult Append(IReadOnlyList<Fact> facts, Stamp stamp) => Append(facts, stamp, []);

    /// <summary>
    /// Makes facts durable, and behind them what lines of a former epoch said, each with its own time and under its
    /// first name: one write, one fsync, then the answer. A failure is final for this journal: what reached the disk is
    /// not known, so it must be closed and opened again.
    /// </summary>
    /// <param name="facts">In order.</param>
    /// <param name="stamp">When.</param>
    /// <param name="former">In order; at least one where there is no fact.</param>
    public AppendResult Append(IReadOnlyList<Fact> facts, Stamp stamp, IReadOnlyList<FormerLine> former)
    {
        ArgumentOutOfRangeException.ThrowIfZero(facts.Count + former.Count);
        if (failure is not null)
            return new AppendResult.Failed(failure);
        if (endOfFormerKey is { } end &&
            !(Epoch > end.Epoch && facts is [Fact.EpochOpened { Ended: { } ended }, ..] && ended == end))
            throw new InvalidOperationException($"Another key of this terminal has signed epoch {end.Epoch}.");
        var records = new List<JournalRecord>(facts.Count + former.Count);
        var (position, hash) = (Next(extent.Tail, Epoch), lastHash);
        lines.ResetWrittenCount();
        foreach (var fact in facts)
            Gather(fact, stamp, reissues: null);
        foreach (var line in former)
            Gather(line.Fact, line.Stamp, line.Name);
        if (Write(lines.WrittenSpan, records[0].Position) is { } error)
        {
            failure = error;
            return new AppendResult.Failed(error);
        }
        (lastHash, torn, endOfFormerKey) = (hash, null, null);
        Volatile.Write(ref extent, extent with { Tail = records[^1].Position, LastSegmentBytes = file!.Length });
        return new AppendResult.Appended(records);

        void Gather(Fact fact, Stamp when, RecordName? reissues)
        {
            var record = new JournalRecord(identity.Site, identity.Terminal, position, hash, when, fact)
            {
                Torn = records.Count == 0 ? torn : null,
                Reissues = reissues,
            };
            var line = RecordLine.Write(record, signer);
            lines.Write(line.Compact.Span);
            lines.Write("\n"u8);
            records.Add(record);
            (position, hash) = (position.Next(), line.Hash());
        }
    }

    /// <summary>
    /// Keeps aside what the ledger may not have of the present epoch, for the next one to name. If the disk refuses,
    /// the journal takes no more.
    /// </summary>
    /// <returns>Null when there is nothing, or the disk refuses.</returns>
    public LeftBehind? KeepDiverged()
    {
        try
        {
            return DivergedLines.Keep(storage, extent, Outbox.FirstUnsettled);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            failure ??= $"cannot keep {DivergedLines.NameOf(Epoch)} in {storage.Name}: {error.Message}";
            return null;
        }
    }

    /// <summary>What lines say that were left behind.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public IEnumerable<FormerLine> Read(LeftBehind left) => DivergedLines.Read(storage, extent, left);

    /// <summary>The next record is the first of this epoch.</summary>
    /// <param name="epoch">Above the present one.</param>
    /// <param name="left">What that record says that it leaves behind.</param>
    public void Begin(long epoch, LeftBehind? left)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(epoch, Epoch);
        (Epoch, lastHash) = (epoch, Digest.Zero);
        if (left is not null)
            Volatile.Write(ref extent, extent with { Left = extent.Left.Add(left) });
    }

    /// <summary>Where the next record of an epoch goes.</summary>
    private static RecordPosition Next(RecordPosition? tail, long epoch) =>
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
