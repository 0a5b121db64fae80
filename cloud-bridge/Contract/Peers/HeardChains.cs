using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>
/// All chains of other terminals' records, as far as they were heard above a list's watermarks. A stolen key must not
/// fill our memory: what there is no room for is not heard, and is known to be missing until a list has it.
/// </summary>
public sealed class HeardChains
{
    /// <summary>
    /// So many epochs of one terminal are heard that the list does not have: the ledger grants one at a time.
    /// </summary>
    private const int MostEpochs = 8;

    /// <summary>So many lines of one terminal are heard, over all its epochs: what may wait in a journal.</summary>
    public const int MostLines = 100_000;

    /// <summary>So many chains of one terminal are known to lack lines; beyond it that never ends.</summary>
    private const int MostLacking = 16;

    /// <summary>No list ever names it.</summary>
    private const long NoEpoch = long.MaxValue;

    private static readonly HeardChain Unheard = HeardChain.From(0);

    private readonly ImmutableDictionary<TerminalId, ImmutableDictionary<long, HeardChain>> chains;
    private readonly ImmutableDictionary<PeerEpoch, long> lacking;
    private readonly ImmutableDictionary<TerminalId, long> present;

    private HeardChains(
        ImmutableDictionary<TerminalId, ImmutableDictionary<long, HeardChain>> chains,
        ImmutableHashSet<PeerEpoch> withGap,
        ImmutableDictionary<PeerEpoch, long> lacking,
        ImmutableDictionary<TerminalId, long> present) =>
        (this.chains, WithGap, this.lacking, this.present) = (chains, withGap, lacking, present);

    /// <summary>Nothing was heard, and there is no list.</summary>
    public static HeardChains None { get; } = new(
        ImmutableDictionary<TerminalId, ImmutableDictionary<long, HeardChain>>.Empty,
        [],
        ImmutableDictionary<PeerEpoch, long>.Empty,
        ImmutableDictionary<TerminalId, long>.Empty);

    /// <summary>Those that the list names, or of which something was heard, in no order.</summary>
    public IEnumerable<PeerEpoch> Known =>
        from peer in chains from epoch in peer.Value.Keys select new PeerEpoch(peer.Key, epoch);

    /// <summary>Those of them that <see cref="HeardChain.HasGap"/> is true of, without looking at all.</summary>
    public ImmutableHashSet<PeerEpoch> WithGap { get; }

    /// <summary>Lines came for which there was no room, and the list does not have them.</summary>
    public bool IsAnyLacking => !lacking.IsEmpty;

    /// <summary>One of them.</summary>
    public HeardChain Of(PeerEpoch chain) => EpochsOf(chain.Peer).GetValueOrDefault(chain.Epoch) ?? Unheard;

    /// <summary>
    /// The latest epoch of a terminal that the list names: it was granted. The first comes with the enrolment.
    /// </summary>
    public long PresentEpoch(TerminalId peer) => present.GetValueOrDefault(peer, 1);

    /// <summary>What is missing of an epoch that was left is said again in the one that was granted since.</summary>
    public bool IsPresent(PeerEpoch chain) => chain.Epoch >= PresentEpoch(chain.Peer);

    /// <summary>It is in the balances of the list: <see cref="HeardChain.IsListed"/>.</summary>
    public bool IsListed(TerminalId peer, RecordPosition position) =>
        Of(new PeerEpoch(peer, position.Epoch)).IsListed(position.Sequence);

    /// <summary>And in those of all lists to come: <see cref="HeardChain.IsPast"/>.</summary>
    public bool IsPast(TerminalId peer, RecordPosition position) =>
        Of(new PeerEpoch(peer, position.Epoch)).IsPast(position.Sequence);

    /// <summary>
    /// What it gives may be believed: all between the list's watermark and here was heard and hangs together, in the
    /// epoch that the ledger granted last. What is left behind in others is said again in that one.
    /// </summary>
    public bool IsBelievable(TerminalId peer, RecordPosition position) =>
        position.Epoch == PresentEpoch(peer) &&
        Of(new PeerEpoch(peer, position.Epoch)) is var chain &&
        position.Sequence <= chain.WholeThrough && !chain.IsForked(position.Sequence);

    /// <summary>It is of use, was not heard, and is not known to be one for which there is no room.</summary>
    public bool IsNews(PeerEpoch chain, long sequence, Digest hash) =>
        Of(chain).IsNews(sequence, hash) &&
        (sequence > lacking.GetValueOrDefault(chain) || HasRoom(chain, sequence));

    /// <summary>One line more, which must be news; where there is no room for it, that it lacks.</summary>
    public HeardChains With(HeardRecord record)
    {
        var chain = record.Chain;
        if (!HasRoom(chain, record.Position.Sequence))
            return new HeardChains(chains, WithGap, Lacking(record), present);
        var heard = Of(chain).With(record);
        return new HeardChains(
            chains.SetItem(chain.Peer, EpochsOf(chain.Peer).SetItem(chain.Epoch, heard)),
            heard.HasGap ? WithGap.Add(chain) : WithGap.Remove(chain),
            lacking,
            present);
    }

    /// <summary>Another list took effect: what it does not name, it has nothing of.</summary>
    public HeardChains Above(IEnumerable<Watermark> watermarks)
    {
        var listed = watermarks
            .GroupBy(row => new PeerEpoch(row.Terminal, row.Epoch), row => row.Sequence)
            .ToDictionary(row => row.Key, row => row.Max());
        // One that is granted and has no record yet says nothing again.
        var begun = listed.Where(row => row.Value > 0).GroupBy(row => row.Key.Peer, row => row.Key.Epoch)
            .ToDictionary(row => row.Key, row => row.Max());
        var next = Known.Union(listed.Keys).ToDictionary(
            chain => chain,
            chain => Of(chain).Above(
                listed.GetValueOrDefault(chain), isLeft: chain.Epoch < begun.GetValueOrDefault(chain.Peer)));
        return new HeardChains(
            next.GroupBy(row => row.Key.Peer).ToImmutableDictionary(
                row => row.Key, row => row.ToImmutableDictionary(chain => chain.Key.Epoch, chain => chain.Value)),
            [.. next.Where(row => row.Value.HasGap).Select(row => row.Key)],
            lacking.RemoveRange(
                lacking.Where(row => row.Value <= listed.GetValueOrDefault(row.Key)).Select(row => row.Key)),
            listed.Keys.GroupBy(chain => chain.Peer, chain => chain.Epoch)
                .ToImmutableDictionary(row => row.Key, row => row.Max()));
    }

    private bool HasRoom(PeerEpoch chain, long sequence)
    {
        if (!Of(chain).HasRoom(sequence))
            return false;
        var epochs = EpochsOf(chain.Peer);
        return epochs.Values.Sum(heard => heard.Count) < MostLines &&
            (epochs.ContainsKey(chain.Epoch) || epochs.Values.Count(heard => heard.Listed == 0) < MostEpochs);
    }

    private ImmutableDictionary<long, HeardChain> EpochsOf(TerminalId peer) =>
        chains.GetValueOrDefault(peer, ImmutableDictionary<long, HeardChain>.Empty);

    private ImmutableDictionary<PeerEpoch, long> Lacking(HeardRecord record)
    {
        var chain = record.Chain;
        if (!lacking.ContainsKey(chain) && lacking.Count(row => row.Key.Peer == chain.Peer) >= MostLacking)
            chain = chain with { Epoch = NoEpoch };
        return lacking.SetItem(chain, Math.Max(lacking.GetValueOrDefault(chain), record.Position.Sequence));
    }
}
