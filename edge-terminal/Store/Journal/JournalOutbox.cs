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

    /// <summary>The file that keeps the ack which grants the next epoch.</summary>
    public const string GrantName = "granted.jws";

    private const long Nowhere = 0;

    private readonly IStorage storage;
    private readonly JournalOptions options;
    private readonly long firstEpoch;
    private readonly Func<JournalExtent> extent;
    private readonly JournalLines lines;
    private readonly JournalLines looking;
    private readonly JournalHashes hashes;
    private ImmutableDictionary<long, long> acked = ImmutableDictionary<long, long>.Empty;
    private long era;
    private long granted;
    private long divergedIn = Nowhere;
    private long divergedInLaterEra = Nowhere;
    private ReadOnlyMemory<byte> unsavedReceipt;
    private RecordPosition savedAt;
    private ReadOnlyMemory<byte> oldest;
    private RecordPosition oldestAfter;

    internal JournalOutbox(
        IStorage storage, JournalIdentity identity, JournalOptions options, Func<JournalExtent> extent)
    {
        (this.storage, this.options, firstEpoch, this.extent) = (storage, options, identity.Epoch, extent);
        (lines, looking, hashes) = (new JournalLines(storage), new JournalLines(storage), new JournalHashes(storage));
        LoadReceipt(identity);
        LoadGrant(identity);
    }

    /// <summary>
    /// An ack named records of the present epoch that this journal does not have: an older image was restored.
    /// </summary>
    public bool HasDiverged => Volatile.Read(ref divergedIn) == Present;

    /// <inheritdoc/>
    public long? Granted => Volatile.Read(ref granted) is var epoch && epoch > Present ? epoch : null;

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

    /// <summary>
    /// The first record of the present epoch that the ledger may not have. A ledger that was restored, and has another
    /// line than one that it acknowledged before, may have any.
    /// </summary>
    internal RecordPosition FirstUnsettled
    {
        get
        {
            var begin = extent().Segments.FirstOrDefault(segment => segment.First.Epoch == Present)?.First
                ?? new RecordPosition(Present, 1);
            return Volatile.Read(ref divergedInLaterEra) == Present
                ? begin
                : begin with { Sequence = Math.Max(begin.Sequence, SettledIn(Present) + 1) };
        }
    }

    /// <summary>How far the ledger has each epoch.</summary>
    internal EpochMarks Settled => EpochMarks.Of(
        extent().EpochEnds.Select(end => end with { Sequence = Math.Min(end.Sequence, SettledIn(end.Epoch)) }));

    /// <summary>How many records wait for the ledger.</summary>
    public long Unacked => extent().EpochEnds.Sum(end => Math.Max(0, end.Sequence - SettledIn(end.Epoch)));

    /// <summary>
    /// Whole lines, the oldest first that waits for the ledger; empty when none does. For who only looks: any thread,
    /// one at a time. What was found is kept until the ledger has it, and looked for from there on.
    /// </summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadOldest()
    {
        var after = Acked;
        if (oldest.IsEmpty || oldestAfter != after)
            (oldest, oldestAfter) = (looking.Read(extent(), after, mostBytes: 1).Lines, after);
        return oldest;
    }

    /// <inheritdoc/>
    public OutboxBatch Read(RecordPosition after, int mostBytes) => lines.Read(extent(), after, mostBytes);

    /// <inheritdoc/>
    public AckOutcome Acknowledge(AckMessage ack, ReadOnlyMemory<byte> signed)
    {
        var outcome = Judge(ack);
        if (outcome is not AckOutcome.Outdated)
            KeepGrant(ack, signed);
        if (outcome is not (AckOutcome.Advanced or AckOutcome.MovedBack))
            return outcome;
        Take(ack);
        unsavedReceipt = signed;
        var isFarOn = Acked.Epoch != savedAt.Epoch || Acked.Sequence - savedAt.Sequence >= options.ReceiptEvery;
        if (isFarOn || outcome == AckOutcome.MovedBack)
            SaveReceipt();
        return outcome;
    }

    /// <summary>
    /// Takes an ack of lines that were handed in: what it says of their epoch, and only where it names this journal's
    /// own record. What whoever has this terminal's key wrote in others, or in its place, settles nothing here. Where
    /// it says more than that it is not kept: a start hands in again, and what the ledger has it knows.
    /// </summary>
    /// <param name="ack">Whose signature was checked.</param>
    /// <param name="signed">As it was signed.</param>
    /// <param name="epoch">Of the lines.</param>
    public AckOutcome AcknowledgeHandedIn(AckMessage ack, ReadOnlyMemory<byte> signed, long epoch)
    {
        if (ack.Era < era || ack.Epochs.FirstOrDefault(one => one.Epoch == epoch) is not { } row)
            return AckOutcome.Outdated;
        var reach = extent();
        if (row.Sequence > reach.EpochEnds.FirstOrDefault(end => end.Epoch == epoch).Sequence || !Has(reach, row))
            return AckOutcome.Diverged;
        var isLater = ack.Era > era;
        // Restored: what it lacks of other epochs nobody knows before it is handed in again.
        if (isLater)
            (era, acked) = (ack.Era, ImmutableDictionary<long, long>.Empty);
        else if (row.Sequence <= AckedIn(epoch))
            return row.Sequence < AckedIn(epoch) ? AckOutcome.Outdated : AckOutcome.Repeated;
        acked = acked.SetItem(epoch, row.Sequence);
        if (!reach.EpochEnds.Any(end => ack.Epochs.Any(one =>
            one.Epoch == end.Epoch && one.Sequence > AckedIn(one.Epoch))))
            unsavedReceipt = signed;
        return isLater ? AckOutcome.MovedBack : AckOutcome.Advanced;
    }

    /// <summary>Keeps the last receipt.</summary>
    public void Dispose()
    {
        if (!unsavedReceipt.IsEmpty)
            SaveReceipt();
    }

    /// <summary>What it says of this journal; that it has diverged is noted.</summary>
    private AckOutcome Judge(AckMessage ack)
    {
        if (ack.Era < era)
            return AckOutcome.Outdated;
        var reach = extent();
        var (more, less) = (false, false);
        // What another copy made of an epoch that was left does not concern this one.
        if (ack.Epochs.Any(row => row.Epoch >= Present && !Has(reach, row)))
        {
            NoteDivergence(ack);
            return AckOutcome.Diverged;
        }
        foreach (var end in reach.EpochEnds)
        {
            var row = ack.Epochs.FirstOrDefault(epoch => epoch.Epoch == end.Epoch);
            more |= (row?.Sequence ?? 0) > AckedIn(end.Epoch);
            less |= (row?.Sequence ?? 0) < AckedIn(end.Epoch);
        }
        return ack.Era > era && less ? AckOutcome.MovedBack
            : less ? AckOutcome.Outdated
            : more ? AckOutcome.Advanced
            : AckOutcome.Repeated;
    }

    /// <summary>Of what was retired there is nothing left to compare: the ledger had it once.</summary>
    private bool Has(JournalExtent reach, EpochAck row) =>
        row.Sequence == 0 ||
        row.Position() <= (reach.Tail ?? default) && (hashes.Of(reach, row.Position()) ?? row.Hash) == row.Hash;

    private void NoteDivergence(AckMessage ack)
    {
        Volatile.Write(ref divergedIn, Present);
        if (ack.Era > era)
            Volatile.Write(ref divergedInLaterEra, Present);
    }

    /// <summary>It counts once it is durable: after a power cut it must be there again.</summary>
    private void KeepGrant(AckMessage ack, ReadOnlyMemory<byte> signed)
    {
        if (GrantOf(ack) <= Math.Max(granted, Present))
            return;
        try
        {
            storage.Replace(GrantName, signed.Span);
            Volatile.Write(ref granted, GrantOf(ack));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next ack says it again.
        }
    }

    /// <summary>The latest epoch that nothing has been written in.</summary>
    private static long GrantOf(AckMessage ack) => ack.Epochs is [.., { Sequence: 0 } last] ? last.Epoch : Nowhere;

    /// <summary>The epoch that is written in.</summary>
    private long Present => Tail?.Epoch ?? firstEpoch;

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
        ReadAck(ReceiptName, storage, ledgerKeys, site, terminal);

    private static AckMessage? ReadAck(
        string name, IStorage storage, IKeyRing ledgerKeys, SiteId site, TerminalId terminal) =>
        storage.Exists(name) &&
        SignedMessage.Read<AckMessage>(storage.Read(name), ledgerKeys, site, Addressee.Of(terminal))
            .Succeeded(out var ack, out _)
                ? ack
                : null;

    private void LoadGrant(JournalIdentity identity)
    {
        if (ReadAck(GrantName, storage, identity.LedgerKeys, identity.Site, identity.Terminal) is not { } ack)
            return;
        Judge(ack);
        granted = GrantOf(ack);
    }

    private void LoadReceipt(JournalIdentity identity)
    {
        if (ReadReceipt(storage, identity.LedgerKeys, identity.Site, identity.Terminal) is not { } ack)
            return;
        if (Judge(ack) != AckOutcome.Diverged)
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
