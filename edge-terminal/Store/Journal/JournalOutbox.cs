using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// The journal as what is to be sent. The acknowledged part is a cursor; the signed ack is kept beside the journal as
/// the receipt. Used by one reader, beside the journal's writer.
/// </summary>
public sealed class JournalOutbox : IOutbox, IDisposable
{
    /// <summary>The file that keeps the ledger's last ack.</summary>
    public const string ReceiptName = "acked.jws";

    private readonly IStorage storage;
    private readonly JournalOptions options;
    private readonly Func<JournalExtent> extent;
    private readonly JournalLines lines;
    private readonly JournalHashes hashes;
    private ImmutableDictionary<long, long> acked = ImmutableDictionary<long, long>.Empty;
    private long era;
    private ReadOnlyMemory<byte> unsavedReceipt;
    private RecordPosition savedAt;

    internal JournalOutbox(
        IStorage storage, JournalIdentity identity, JournalOptions options, Func<JournalExtent> extent)
    {
        (this.storage, this.options, this.extent) = (storage, options, extent);
        (lines, hashes) = (new JournalLines(storage), new JournalHashes(storage));
        LoadReceipt(identity);
    }

    /// <summary>The kept receipt names records that this journal does not have: an older image was restored.</summary>
    public bool HasDiverged { get; private set; }

    /// <inheritdoc/>
    public RecordPosition? Tail => extent().Tail;

    /// <inheritdoc/>
    public RecordPosition Acked
    {
        get
        {
            var ends = extent().EpochEnds.ToList();
            foreach (var end in ends)
                if (SettledIn(end.Epoch) < end.Sequence)
                    return new RecordPosition(end.Epoch, SettledIn(end.Epoch));
            return ends.Count == 0 ? default : ends[^1];
        }
    }

    /// <summary>How far the ledger has each epoch.</summary>
    internal EpochMarks Settled => EpochMarks.Of(
        extent().EpochEnds.Select(end => end with { Sequence = Math.Min(end.Sequence, SettledIn(end.Epoch)) }));

    /// <summary>How many records wait for the ledger.</summary>
    public long Unacked => extent().EpochEnds.Sum(end => Math.Max(0, end.Sequence - SettledIn(end.Epoch)));

    /// <inheritdoc/>
    public OutboxBatch Read(RecordPosition after, int mostBytes) => lines.Read(extent(), after, mostBytes);

    /// <inheritdoc/>
    public AckOutcome Acknowledge(AckMessage ack, ReadOnlyMemory<byte> signed)
    {
        var outcome = Judge(ack);
        if (outcome is AckOutcome.Diverged)
            HasDiverged = true;
        if (outcome is not (AckOutcome.Advanced or AckOutcome.MovedBack))
            return outcome;
        Take(ack);
        unsavedReceipt = signed;
        var isFarOn = Acked.Epoch != savedAt.Epoch || Acked.Sequence - savedAt.Sequence >= options.ReceiptEvery;
        if (isFarOn || outcome == AckOutcome.MovedBack)
            SaveReceipt();
        return outcome;
    }

    /// <summary>Keeps the last receipt.</summary>
    public void Dispose()
    {
        if (!unsavedReceipt.IsEmpty)
            SaveReceipt();
    }

    private AckOutcome Judge(AckMessage ack)
    {
        if (ack.Era < era)
            return AckOutcome.Outdated;
        var reach = extent();
        var (more, less) = (false, false);
        if (ack.Epochs.Any(row => row.Sequence > 0 && !IsGone(reach, row.Position()) &&
            reach.EpochEnds.All(end => end.Epoch != row.Epoch)))
            return AckOutcome.Diverged;
        foreach (var end in reach.EpochEnds)
        {
            var row = ack.Epochs.FirstOrDefault(epoch => epoch.Epoch == end.Epoch);
            if (row is not null && !Has(reach, end, row))
                return AckOutcome.Diverged;
            more |= (row?.Sequence ?? 0) > AckedIn(end.Epoch);
            less |= (row?.Sequence ?? 0) < AckedIn(end.Epoch);
        }
        return ack.Era > era && less ? AckOutcome.MovedBack
            : less ? AckOutcome.Outdated
            : more ? AckOutcome.Advanced
            : AckOutcome.Repeated;
    }

    private bool Has(JournalExtent reach, RecordPosition end, EpochAck row) =>
        row.Sequence == 0 ||
        row.Sequence <= end.Sequence && (hashes.Of(reach, row.Position()) ?? row.Hash) == row.Hash;

    /// <summary>Retired: the ledger had it once, and there is nothing left to compare.</summary>
    private static bool IsGone(JournalExtent reach, RecordPosition position) =>
        reach.Segments is [var oldest, ..] && position < oldest.First;

    private long AckedIn(long epoch) => acked.GetValueOrDefault(epoch);

    /// <summary>What was retired had been acknowledged, although the receipt may be lost.</summary>
    private long SettledIn(long epoch) =>
        extent().Segments is [{ First: var first }, ..] && first.Epoch == epoch
            ? Math.Max(AckedIn(epoch), first.Sequence - 1)
            : AckedIn(epoch);

    private void Take(AckMessage ack)
    {
        era = ack.Era;
        acked = ack.Epochs.ToImmutableDictionary(row => row.Epoch, row => row.Sequence);
    }

    /// <summary>The kept receipt. One that was lost or damaged costs sending again, nothing more.</summary>
    /// <param name="storage">The journal's folder.</param>
    /// <param name="ledgerKeys">Who may have signed it.</param>
    /// <param name="site">For whom it must be …</param>
    /// <param name="terminal">… there.</param>
    /// <returns>Null when there is none, or none that is good.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AckMessage? ReadReceipt(
        IStorage storage, IKeyRing ledgerKeys, SiteId site, TerminalId terminal) =>
        storage.Exists(ReceiptName) &&
        SignedMessage.Read<AckMessage>(storage.Read(ReceiptName), ledgerKeys, site, Addressee.Of(terminal))
            .Succeeded(out var ack, out _)
                ? ack
                : null;

    private void LoadReceipt(JournalIdentity identity)
    {
        if (ReadReceipt(storage, identity.LedgerKeys, identity.Site, identity.Terminal) is not { } ack)
            return;
        if (Judge(ack) == AckOutcome.Diverged)
            HasDiverged = true;
        else
            Take(ack);
        savedAt = Acked;
    }

    private void SaveReceipt()
    {
        try
        {
            storage.Replace(ReceiptName, unsavedReceipt.Span);
            (unsavedReceipt, savedAt) = (default, Acked);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next ack tries again. If none comes, what was acknowledged is sent once more, nothing worse.
        }
    }
}
