using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// The records of one epoch of a terminal: the first ones, without a gap but for those that a treasurer does not wait
/// for.
/// </summary>
/// <param name="epoch">Which.</param>
/// <param name="grantedMilliseconds">When it was granted, by the ledger's time; null: that is not known.</param>
public sealed class EpochChain(long epoch, long? grantedMilliseconds = null)
{
    /// <summary>A clock that a beat has set is wrong by no more milliseconds than this.</summary>
    internal const long ClockError = 60_000;

    private readonly List<Digest> hashes = [];
    private readonly HashSet<long> missing = [];

    /// <summary>Which epoch.</summary>
    public long Epoch => epoch;

    /// <summary>The last record; 0 when there is none.</summary>
    public long Sequence => hashes.Count;

    /// <summary>Its hash: what the next record must name.</summary>
    public Digest Hash => hashes.Count == 0 ? Digest.Zero : hashes[^1];

    /// <summary>Records that a treasurer does not wait for any more, and that have not come since.</summary>
    public int Missing => missing.Count;

    /// <summary>The first and the last of those that are <see cref="Missing"/>: there is one.</summary>
    internal (long First, long Last) MissingRange() => (missing.Min(), missing.Max());

    /// <summary>
    /// When the last record was made that says nothing again; null when there is none. What is said again keeps the
    /// time at which it was said first.
    /// </summary>
    internal Stamp? LastStamp { get; private set; }

    /// <summary>
    /// How late it was when its last records were made, at least: by their own stamps, but never later than they came;
    /// null when that is not known.
    /// </summary>
    internal long? ReachedMilliseconds { get; private set; } = grantedMilliseconds;

    /// <summary>
    /// When a next record was made: not before what stands there already. So a terminal has the days that pass, and
    /// nobody who has its key can write more of them into its journal.
    /// </summary>
    internal Stamp Believed(Stamp stamp) =>
        stamp.Trusted && ReachedMilliseconds - ClockError is { } earliest && stamp.WallMilliseconds < earliest
            ? stamp with { WallMilliseconds = earliest }
            : stamp;

    /// <summary>
    /// A terminal that knows the time writes nothing that is still to come: such a time is a thief's, or of a clock
    /// that ran away.
    /// </summary>
    /// <param name="stamp">Of a record.</param>
    /// <param name="receivedMilliseconds">When it came; null: that is not known.</param>
    internal static bool IsStillToCome(Stamp stamp, long? receivedMilliseconds) =>
        stamp.Trusted && stamp.WallMilliseconds > receivedMilliseconds + ClockError;

    /// <summary>Is a record stored in this place?</summary>
    public bool Has(long sequence) => sequence >= 1 && sequence <= Sequence && !missing.Contains(sequence);

    /// <summary>
    /// The hash of the record in this place, which may be known of one that is missing; zero before the first; null
    /// when it is not known.
    /// </summary>
    public Digest? HashOf(long sequence) =>
        sequence == 0 ? Digest.Zero
        : sequence > Sequence || hashes[(int)sequence - 1] == Digest.Zero ? null
        : hashes[(int)sequence - 1];

    /// <summary>A record is stored, behind the last one or in a place where one is missing.</summary>
    internal void Store(long sequence, Digest hash, RecordHead? head, long? receivedMilliseconds)
    {
        if (head is { Stamp: { Trusted: true, WallMilliseconds: var wall } } && receivedMilliseconds is { } received)
            ReachedMilliseconds = Math.Max(ReachedMilliseconds ?? 0, Math.Min(wall, received));
        if (sequence == Sequence + 1)
        {
            hashes.Add(hash);
            LastStamp = head is { Reissues: null } said ? said.Stamp : LastStamp;
            return;
        }
        missing.Remove(sequence);
        hashes[(int)sequence - 1] = hash;
        if (sequence > 1 && head is not null)
            hashes[(int)sequence - 2] = head.Previous;
    }

    /// <summary>The chain goes on behind records that are not here.</summary>
    /// <param name="through">The last of them.</param>
    /// <param name="hash">Its hash.</param>
    internal void CloseGap(long through, Digest hash)
    {
        for (var sequence = Sequence + 1; sequence <= through; sequence++)
        {
            missing.Add(sequence);
            hashes.Add(sequence == through ? hash : Digest.Zero);
        }
    }
}
