using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// Opens journals: checks all lines that were not checked before, folds them, and cuts off a line that a power cut
/// tore.
/// </summary>
public static class JournalOpener
{
    /// <summary>Reads, folds, and opens for appending.</summary>
    /// <typeparam name="T">What the records are folded into.</typeparam>
    /// <param name="storage">The journal's folder.</param>
    /// <param name="identity">Whose it is.</param>
    /// <param name="signer">Signs new lines.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="seed">What folding begins with.</param>
    /// <param name="fold">What a record makes of it.</param>
    /// <param name="passOver">What records before this one make of it that cannot be read any more and that the ledger
    /// has; null: a journal with such is broken.</param>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours.</exception>
    public static JournalOpening<T> Open<T>(
        IStorage storage,
        JournalIdentity identity,
        ISigner signer,
        JournalOptions options,
        T seed,
        Func<T, JournalRecord, T> fold,
        Func<T, RecordPosition, JournalRecord, T>? passOver = null)
    {
        var receipt = passOver is null
            ? null
            : JournalOutbox.ReadReceipt(storage, identity.LedgerKeys, identity.Site, identity.Terminal);
        Reading<T> Read(VerifiedMark? mark, bool aroundRot) =>
            new Reading<T>(identity, mark, aroundRot ? receipt : null, fold, passOver) { Folded = seed }.Of(storage);

        // A mark that does not fit the lines proves nothing: check all signatures before saying that the lines are bad.
        var reading = Read(VerifiedMark.Load(storage), aroundRot: false);
        if (reading.Problem is not null && receipt is not null)
            reading = Read(VerifiedMark.Load(storage), aroundRot: true);
        if (reading.Problem is not null && receipt is not null)
            reading = Read(mark: null, aroundRot: true);
        if (reading.Problem is not null)
            reading = Read(mark: null, aroundRot: false);
        if (reading.Problem is { } problem)
            return new JournalOpening<T>.Broken(problem);

        var tail = reading.Chain.Last;
        var next = tail?.Next() ?? new RecordPosition(identity.Epoch, 1);
        var torn = TornLine.Settle(storage, reading.LastSegment, reading.Torn, next);
        if (reading.LastSegment is { } last)
            MakeDurable(storage, last, reading.LastSegmentBytes - reading.BytesBehindMark);
        if (tail is { } verified)
            new VerifiedMark(verified, reading.Chain.LastHash).Save(storage);
        var extent = WithoutUnbegun(storage, next, new JournalExtent(
            [.. reading.Segments], reading.EarlierEnds, tail, reading.LastSegmentBytes)
        {
            Left = reading.Left,
        });
        return new JournalOpening<T>.Opened(
            new Journal(
                storage, identity, signer, options,
                new JournalStart(extent, reading.Chain.LastHash, torn, reading.Chain.LastKey)),
            reading.Folded,
            reading.Unreadable);
    }

    /// <summary>
    /// A process that was killed before its sync, or whose sync failed, left lines that can be read and may still be
    /// lost with the power; what comes next must not stand behind a hole. In older segments nothing is open: none is
    /// begun before all in the one before it was synced.
    /// </summary>
    private static void MakeDurable(IStorage storage, JournalSegment last, long durable)
    {
        using var file = storage.Append(last.Name);
        file.WriteAgain(Math.Max(0, durable));
        file.Sync();
    }

    /// <summary>A power cut came before the first record of an epoch was durable: it has not begun.</summary>
    private static JournalExtent WithoutUnbegun(IStorage storage, RecordPosition next, JournalExtent extent)
    {
        if (extent.Segments is not [.., var before, var last] || last.First.Epoch == next.Epoch)
            return extent;
        storage.Delete(last.Name);
        using var file = storage.Append(before.Name);
        return extent with { Segments = extent.Segments.Remove(last), LastSegmentBytes = file.Length };
    }

    private sealed class Reading<T>(
        JournalIdentity identity,
        VerifiedMark? mark,
        AckMessage? receipt,
        Func<T, JournalRecord, T> fold,
        Func<T, RecordPosition, JournalRecord, T>? passOver)
    {
        private bool markFits = mark is null;
        private RecordPosition? previous;

        public JournalChain Chain { get; } = new(identity.Site, identity.Terminal, identity.OwnKeys);

        public required T Folded { get; set; }

        public IReadOnlyList<UnreadableRecords> Unreadable { get; private set; } = [];

        public ImmutableArray<RecordPosition> EarlierEnds { get; private set; } = [];

        public ImmutableArray<LeftBehind> Left { get; private set; } = [];

        public JournalProblem? Problem { get; private set; }

        public IReadOnlyList<JournalSegment> Segments { get; private set; } = [];

        public JournalSegment? LastSegment { get; private set; }

        public ReadOnlyMemory<byte> Torn { get; private set; }

        public long LastSegmentBytes { get; private set; }

        /// <summary>Of lines that were not known to be durable when the journal was last opened.</summary>
        public long BytesBehindMark { get; private set; }

        public Reading<T> Of(IStorage storage)
        {
            var segments = LeftOfRetirement.Skip(storage, JournalSegment.In(storage), Chain.IsSigned);
            var acknowledged = receipt is null || passOver is null
                ? null
                : new AcknowledgedPart(receipt, (rows, next) => Folded = passOver(Folded, rows.First, next));
            var pass = new JournalPass(Chain, mark?.Position, Take, acknowledged);
            switch (pass.Read(storage, segments))
            {
                case JournalEnd.Broken broken:
                    Problem = broken.Problem;
                    break;
                case JournalEnd.Whole whole:
                    (Segments, LastSegment, Torn) = (pass.Segments, whole.LastSegment, whole.Torn);
                    LastSegmentBytes = whole.LastSegmentBytes;
                    Unreadable = acknowledged?.Unreadable ?? [];
                    Problem = markFits
                        ? null
                        : new JournalProblem(
                            VerifiedMark.FileName, 0, "it names a record that this journal does not have");
                    break;
            }
            return this;
        }

        private void Take(JournalRecord record, ReadOnlyMemory<byte> line)
        {
            if (previous is { } before && before.Epoch != record.Position.Epoch)
                EarlierEnds = EarlierEnds.Add(before);
            if (record.Fact is Fact.EpochOpened { LeftBehind: { } left })
                Left = Left.Add(left);
            previous = record.Position;
            if (!(record.Position <= mark?.Position))
                BytesBehindMark += line.Length + 1;
            markFits |= mark is not null && mark == new VerifiedMark(record.Position, Chain.LastHash);
            Folded = fold(Folded, record);
        }
    }
}
