using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>
/// One chain of another terminal's records as far as it was heard, from the list's watermark on. Lines come in any
/// order, twice, or not at all; while there is room for all of them, what is known of the chain depends on which came,
/// and on nothing else. Never changes.
/// </summary>
public sealed class HeardChain
{
    /// <summary>
    /// So far above the watermark a line is heard: twice what may wait for the ledger in a journal. Beyond it somebody
    /// with a stolen key wants to fill our memory.
    /// </summary>
    public const int Reach = 200_000;

    /// <summary>So many lines are heard in places that another line has, for the same reason.</summary>
    private const int MostForks = 100;

    private readonly ImmutableDictionary<long, Link> links;
    private readonly int forks;

    private HeardChain(
        ImmutableDictionary<long, Link> links, int forks, long listed, long wholeThrough, long highest) =>
        (this.links, this.forks, Listed, WholeThrough, Highest) = (links, forks, listed, wholeThrough, highest);

    /// <summary>The list's watermark: what is not above it is in the list's balances. 0: nothing is.</summary>
    public long Listed { get; }

    /// <summary>
    /// From the watermark to here all lines were heard and understood, one in each place, each naming the hash of the
    /// one before. The line at the watermark is the anchor: below it while that was not heard.
    /// </summary>
    public long WholeThrough { get; }

    /// <summary>The highest line that is known to be there.</summary>
    public long Highest { get; }

    /// <summary>How many lines were heard.</summary>
    public int Count => links.Count + forks;

    /// <summary>No line is missing below the highest. It may be forked all the same: then it is not whole.</summary>
    public bool IsComplete => WholeThrough == Highest || links.Count == Highest - Math.Max(1, Listed) + 1;

    /// <summary>
    /// A line above the watermark was heard, and one between them was not: something is certainly missing.
    /// </summary>
    public bool HasGap => links.Count - (links.ContainsKey(Listed) ? 1 : 0) is > 0 and var above &&
        above < Highest - Listed;

    /// <summary>Where to ask from: a line that is there, and whose hash links what follows.</summary>
    public long AskFrom => Math.Max(1, Math.Max(Listed, WholeThrough));

    /// <summary>Nothing was heard above this watermark.</summary>
    public static HeardChain From(long listed) =>
        new(ImmutableDictionary<long, Link>.Empty, 0, listed, BelowAnchor(listed), listed);

    /// <summary>This very line was heard.</summary>
    public bool Has(long sequence, Digest hash) =>
        links.TryGetValue(sequence, out var link) && (link.Hash == hash || link.Others.Contains(hash));

    /// <summary>It is of use, and was not heard.</summary>
    public bool IsNews(long sequence, Digest hash) => sequence >= Listed && !Has(sequence, hash);

    /// <summary>There is room for one line more in this place.</summary>
    public bool HasRoom(long sequence) =>
        sequence - Listed <= Reach && (forks < MostForks || !links.ContainsKey(sequence));

    /// <summary>One line more, which must be news and for which there must be room.</summary>
    public HeardChain With(HeardRecord record)
    {
        var sequence = record.Position.Sequence;
        var highest = Math.Max(Highest, sequence);
        return links.TryGetValue(sequence, out var link)
            ? new HeardChain(
                links.SetItem(sequence, link with { Others = link.Others.Add(record.Hash) }),
                forks + 1,
                Listed,
                Math.Min(WholeThrough, sequence - 1),
                highest)
            : Grown(
                links.Add(sequence, new Link(record.Hash, record.Previous, record.Fact is not null, [])),
                forks, Listed, WholeThrough, highest);
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
            return Without(links.ContainsKey(Listed) ? [Listed] : [], listed, BelowAnchor(listed), Highest);
        return Without(
            [.. links.Keys.Where(sequence => sequence < listed)],
            listed, Math.Max(WholeThrough, BelowAnchor(listed)), Math.Max(Highest, listed));
    }

    private HeardChain Without(List<long> sequences, long listed, long whole, long highest) => Grown(
        links.RemoveRange(sequences),
        forks - sequences.Sum(sequence => links[sequence].Others.Length),
        listed, whole, highest);

    private static long BelowAnchor(long listed) => Math.Max(0, listed - 1);

    private static HeardChain Grown(
        ImmutableDictionary<long, Link> links, int forks, long listed, long whole, long highest)
    {
        while (links.TryGetValue(whole + 1, out var next) && next.Others.IsEmpty && Follows(next, links, listed, whole))
            whole++;
        return new HeardChain(links, forks, listed, whole, highest);
    }

    /// <summary>What a line says that nobody understands may be a debit; at the watermark it is in the list.</summary>
    private static bool Follows(Link next, ImmutableDictionary<long, Link> links, long listed, long last) =>
        last < listed ? last > 0 || next.Previous == Digest.Zero
        : next.IsUnderstood && next.Previous == (last == 0 ? Digest.Zero : links[last].Hash);

    /// <param name="Hash">Of the line that was heard first in this place.</param>
    /// <param name="Previous">The hash that it names.</param>
    /// <param name="IsUnderstood">Its fact is of a kind that this build knows.</param>
    /// <param name="Others">Other lines in this place: the chain is forked here.</param>
    private sealed record Link(Digest Hash, Digest Previous, bool IsUnderstood, ImmutableArray<Digest> Others);
}
