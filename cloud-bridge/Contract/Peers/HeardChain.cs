using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>
/// One chain of another terminal's records as far as it was heard, from the list's watermark on. Lines come in any
/// order, twice, or not at all; what is known of the chain depends on which came, and on nothing else. Never changes.
/// </summary>
public sealed class HeardChain
{
    /// <summary>
    /// So far above the watermark a line is heard: twice what may wait for the ledger in a journal. Beyond it somebody
    /// with a stolen key wants to fill our memory.
    /// </summary>
    public const int Reach = 200_000;

    /// <summary>So many lines in one place are heard, for the same reason.</summary>
    private const int MostBranches = 16;

    private readonly ImmutableDictionary<long, Link> links;

    private HeardChain(ImmutableDictionary<long, Link> links, long listed, long wholeThrough, long highest) =>
        (this.links, Listed, WholeThrough, Highest) = (links, listed, wholeThrough, highest);

    /// <summary>The list's watermark: what is not above it is in the list's balances. 0: nothing is.</summary>
    public long Listed { get; }

    /// <summary>
    /// From the watermark to here all lines were heard, one in each place, each naming the hash of the one before. The
    /// line at the watermark is the anchor: below it while that was not heard.
    /// </summary>
    public long WholeThrough { get; }

    /// <summary>The highest line that is known to be there.</summary>
    public long Highest { get; }

    /// <summary>No line is missing below the highest. It may be forked all the same: then it is not whole.</summary>
    public bool IsComplete => WholeThrough == Highest || links.Count == Highest - Math.Max(1, Listed) + 1;

    /// <summary>Where to ask from: a line that is there, and whose hash links what follows.</summary>
    public long AskFrom => Math.Max(1, Math.Max(Listed, WholeThrough));

    /// <summary>Nothing was heard above this watermark.</summary>
    public static HeardChain From(long listed) =>
        new(ImmutableDictionary<long, Link>.Empty, listed, BelowAnchor(listed), listed);

    /// <summary>This very line was heard.</summary>
    public bool Has(long sequence, Digest hash) =>
        links.TryGetValue(sequence, out var link) && (link.Hash == hash || link.Others.Contains(hash));

    /// <summary>It is of use, and was not heard.</summary>
    public bool IsNews(long sequence, Digest hash) =>
        sequence >= Listed &&
        sequence - Listed <= Reach &&
        !(links.TryGetValue(sequence, out var link) &&
            (link.Hash == hash || link.Others.Contains(hash) || link.Others.Length == MostBranches));

    /// <summary>One line more.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="previous">The hash that it names.</param>
    public HeardChain With(long sequence, Digest hash, Digest previous)
    {
        if (!IsNews(sequence, hash))
            return this;
        var highest = Math.Max(Highest, sequence);
        return links.TryGetValue(sequence, out var link)
            ? new HeardChain(
                links.SetItem(sequence, link with { Others = link.Others.Add(hash) }),
                Listed,
                Math.Min(WholeThrough, sequence - 1),
                highest)
            : Grown(links.Add(sequence, new Link(hash, previous, [])), Listed, WholeThrough, highest);
    }

    /// <summary>
    /// Another list took effect. Its watermark may be lower, when the ledger was restored: then the lines between are
    /// missing, that at the former watermark too, which was heard for its hash alone.
    /// </summary>
    public HeardChain Above(long listed)
    {
        if (listed == Listed)
            return this;
        if (listed < Listed)
            return Grown(links.Remove(Listed), listed, BelowAnchor(listed), Highest);
        var left = links.RemoveRange(links.Keys.Where(sequence => sequence < listed));
        return Grown(left, listed, Math.Max(WholeThrough, BelowAnchor(listed)), Math.Max(Highest, listed));
    }

    private static long BelowAnchor(long listed) => Math.Max(0, listed - 1);

    private static HeardChain Grown(ImmutableDictionary<long, Link> links, long listed, long whole, long highest)
    {
        while (links.TryGetValue(whole + 1, out var next) && next.Others.IsEmpty && Follows(next, links, listed, whole))
            whole++;
        return new HeardChain(links, listed, whole, highest);
    }

    private static bool Follows(Link next, ImmutableDictionary<long, Link> links, long listed, long last) =>
        last == 0 ? next.Previous == Digest.Zero : last < listed || next.Previous == links[last].Hash;

    /// <param name="Hash">Of the line that was heard first in this place.</param>
    /// <param name="Previous">The hash that it names.</param>
    /// <param name="Others">Other lines in this place: the chain is forked here.</param>
    private sealed record Link(Digest Hash, Digest Previous, ImmutableArray<Digest> Others);
}
