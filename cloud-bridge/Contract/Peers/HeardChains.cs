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

    private readonly ImmutableDictionary<PeerEpoch, HeardChain> chains;
    private readonly ImmutableDictionary<PeerEpoch, long> lacking;
    private readonly ImmutableDictionary<TerminalId, long> present;

    private HeardChains(
        ImmutableDictionary<PeerEpoch, HeardChain> chains,
        ImmutableDictionary<PeerEpoch, long> lacking,
        ImmutableDictionary<TerminalId, long> present) =>
        (this.chains, this.lacking, this.present) = (chains, lacking, present);

    /// <summary>Nothing was heard, and there is no list.</summary>
    public static HeardChains None { get; } = new(
        ImmutableDictionary<PeerEpoch, HeardChain>.Empty,
        ImmutableDictionary<PeerEpoch, long>.Empty,
        ImmutableDictionary<TerminalId, long>.Empty);

    /// <summary>Those that the list names, or of which something was heard, in no order.</summary>
    public IEnumerable<PeerEpoch> Known => chains.Keys;

    /// <summary>Lines came for which there was no room, and the list does not have them.</summary>
    public bool IsAnyLacking => !lacking.IsEmpty;

    /// <summary>One of them.</summary>
    public HeardChain Of(PeerEpoch chain) => chains.GetValueOrDefault(chain) ?? Unheard;

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
    public HeardChains With(HeardRecord record) =>
        HasRoom(record.Chain, record.Position.Sequence)
            ? new HeardChains(chains.SetItem(record.Chain, Of(record.Chain).With(record)), lacking, present)
            : new HeardChains(chains, Lacking(record), present);

    /// <summary>Another list took effect: what it does not name, it has nothing of.</summary>
    public HeardChains Above(IEnumerable<Watermark> watermarks)
    {
        var listed = watermarks
            .GroupBy(row => new PeerEpoch(row.Terminal, row.Epoch), row => row.Sequence)
            .ToDictionary(row => row.Key, row => row.Max());
        // One that is granted and has no record yet says nothing again.
        var begun = listed.Where(row => row.Value > 0).GroupBy(row => row.Key.Peer, row => row.Key.Epoch)
            .ToDictionary(row => row.Key, row => row.Max());
        var next = chains.ToBuilder();
        foreach (var chain in chains.Keys.Union(listed.Keys))
            next[chain] = Of(chain).Above(
                listed.GetValueOrDefault(chain), isLeft: chain.Epoch < begun.GetValueOrDefault(chain.Peer));
        return new HeardChains(
            next.ToImmutable(),
            lacking.RemoveRange(
                lacking.Where(row => row.Value <= listed.GetValueOrDefault(row.Key)).Select(row => row.Key)),
            listed.Keys.GroupBy(chain => chain.Peer, chain => chain.Epoch)
                .ToImmutableDictionary(row => row.Key, row => row.Max()));
    }

    private bool HasRoom(PeerEpoch chain, long sequence)
    {
        if (!Of(chain).HasRoom(sequence))
            return false;
        var (lines, unlisted) = (0, 0);
        foreach (var (key, heard) in chains)
            if (key.Peer == chain.Peer)
                (lines, unlisted) = (lines + heard.Count, unlisted + (heard.Listed == 0 ? 1 : 0));
        return lines < MostLines && (chains.ContainsKey(chain) || unlisted < MostEpochs);
    }

    private ImmutableDictionary<PeerEpoch, long> Lacking(HeardRecord record)
    {
        var chain = record.Chain;
        if (!lacking.ContainsKey(chain) && lacking.Count(row => row.Key.Peer == chain.Peer) >= MostLacking)
            chain = chain with { Epoch = NoEpoch };
        return lacking.SetItem(chain, Math.Max(lacking.GetValueOrDefault(chain), record.Position.Sequence));
    }
}
