using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>All chains of other terminals' records, as far as they were heard above a list's watermarks.</summary>
public sealed class HeardChains
{
    /// <summary>
    /// So many epochs of one terminal are heard that the list does not have: the ledger grants one at a time.
    /// </summary>
    private const int MostEpochs = 8;

    private readonly ImmutableDictionary<PeerEpoch, HeardChain> chains;

    private HeardChains(ImmutableDictionary<PeerEpoch, HeardChain> chains) => this.chains = chains;

    /// <summary>Nothing was heard, and there is no list.</summary>
    public static HeardChains None { get; } = new(ImmutableDictionary<PeerEpoch, HeardChain>.Empty);

    /// <summary>Those that the list names, or of which something was heard.</summary>
    public IEnumerable<PeerEpoch> Known => chains.Keys;

    /// <summary>One of them.</summary>
    public HeardChain Of(PeerEpoch chain) => chains.GetValueOrDefault(chain) ?? HeardChain.From(0);

    /// <summary>It is in the balances of the list.</summary>
    public bool IsListed(TerminalId peer, RecordPosition position) =>
        position.Sequence <= Of(new PeerEpoch(peer, position.Epoch)).Listed;

    /// <summary>All between the list's watermark and here was heard, and it hangs together.</summary>
    public bool IsWhole(TerminalId peer, RecordPosition position) =>
        position.Sequence <= Of(new PeerEpoch(peer, position.Epoch)).WholeThrough;

    /// <summary>It is of use, and was not heard.</summary>
    public bool IsNews(PeerEpoch chain, long sequence, Digest hash) =>
        chains.TryGetValue(chain, out var heard)
            ? heard.IsNews(sequence, hash)
            : HeardChain.From(0).IsNews(sequence, hash) &&
                chains.Count(other => other.Key.Peer == chain.Peer && other.Value.Listed == 0) < MostEpochs;

    /// <summary>One line more, which must be news.</summary>
    public HeardChains With(HeardRecord record) => new(chains.SetItem(
        record.Chain, Of(record.Chain).With(record.Position.Sequence, record.Hash, record.Previous)));

    /// <summary>Another list took effect: what it does not name, it has nothing of.</summary>
    public HeardChains Above(IEnumerable<Watermark> watermarks)
    {
        var listed = watermarks.ToDictionary(row => new PeerEpoch(row.Terminal, row.Epoch), row => row.Sequence);
        var next = chains.ToBuilder();
        foreach (var chain in chains.Keys.Union(listed.Keys))
            next[chain] = Of(chain).Above(listed.GetValueOrDefault(chain));
        return new HeardChains(next.ToImmutable());
    }
}
