using System.Collections.Immutable;

namespace CloudBridge.Contract;

/// <summary>
/// One chain of another terminal's records as far as it was heard, from the list's watermark on. Lines come in any
/// order, twice, or not at all; while there is room for all of them, what is known of the chain depends on which came,
/// and on nothing else. Where two lines claim one place, nobody knows which of them a watermark means: from there on
/// none is taken for listed before a list names records of a later epoch. Never changes.
/// </summary>
public sealed record HeardChain
{
    /// <summary>
    /// So far above the watermark a line is heard: twice what may wait for the ledger in a journal. Beyond it somebody
    /// with a stolen key wants to fill our memory.
    /// </summary>
    public const int Reach = 200_000;

    /// <summary>So many lines are heard in places that another line has, for the same reason.</summary>
    private const int MostForks = 100;

    private HeardChain()
    {
    }

    /// <summary>The list's watermark: what is not above it is in the list's balances. 0: nothing is.</summary>
    public long Listed { get; private init; }

    /// <summary>
    /// From the watermark to here all lines were heard and understood, one in each place, each naming the hash of the
    /// one before. The line at the watermark is the anchor: below it while that was not heard.
    /// </summary>
    public long WholeThrough { get; private init; }

    /// <summary>The highest line that is known to be there.</summary>
    public long Highest { get; private init; }

    /// <summary>The lowest place that is known to have two lines; null: none is, or the epoch was left.</summary>
    public long? ForkedFrom { get; private init; }

    /// <summary>The list has records of a later epoch: what this one left behind is said again there.</summary>
    public bool IsLeft { get; private init; }

    /// <summary>How many lines were heard, and are of use still.</summary>
    public int Count => Links.Count + Forks;

    /// <summary>No line is missing below the highest. It may be forked all the same: then it is not whole.</summary>
    public bool IsComplete => WholeThrough == Highest || Places == Highest - Math.Max(1, Listed) + 1;

    /// <summary>
    /// A line above the watermark was heard, and one between them was not: something is certainly missing.
    /// </summary>
    public bool HasGap =>
        Places - (Links.ContainsKey(Listed) ? 1 : 0) is > 0 and var above && above < Highest - Listed;

    /// <summary>Where to ask from: a line that is there, and whose hash links what follows.</summary>
    public long AskFrom => Math.Max(1, Math.Max(Listed, WholeThrough));

    private ImmutableDictionary<long, Link> Links { get; init; } = ImmutableDictionary<long, Link>.Empty;

    private int Forks { get; init; }

    /// <summary>So many places below the watermark are of use still: it may mean another branch.</summary>
    private int Behind { get; init; }

    private int Places => Links.Count - Behind;

    /// <summary>From here on lines are of use.</summary>
    private long First => Math.Min(Listed, ForkedFrom ?? Listed);

    /// <summary>Nothing was heard above this watermark.</summary>
    public static HeardChain From(long listed) =>
        new() { Listed = listed, WholeThrough = BelowAnchor(listed), Highest = listed };

    /// <summary>This very line was heard.</summary>
    public bool Has(long sequence, Digest hash) => Links.TryGetValue(sequence, out var link) && link.Has(hash);

    /// <summary>It is of use, and was not heard.</summary>
    public bool IsNews(long sequence, Digest hash) => !IsPast(sequence) && !Has(sequence, hash);

    /// <summary>What was heard in this place is in the balances of the list.</summary>
    public bool IsListed(long sequence) => sequence <= Listed && !IsForked(sequence);

    /// <summary>
    /// And it will be in those of all lists to come. The line at the watermark is kept: it is the anchor, and somebody
    /// may yet be heard who has written another one there.
    /// </summary>
    public bool IsPast(long sequence) => sequence < First;

    /// <summary>Another line is known to claim this place, or one before it: there may be another branch.</summary>
    public bool IsForked(long sequence) => sequence >= ForkedFrom;

    /// <summary>A line is known that claims this very place.</summary>
    public bool IsTaken(long sequence) => Links.ContainsKey(sequence);

    /// <summary>There is room for one line more in this place.</summary>
    public bool HasRoom(long sequence) =>
        sequence - Listed <= Reach && (Forks < MostForks || !Links.ContainsKey(sequence));

    /// <summary>One line more, which must be news and for which there must be room.</summary>
    public HeardChain With(HeardRecord record)
    {
        var sequence = record.Position.Sequence;
        var line = new Link(record.Hash, record.Previous, record.Fact is not null, []);
        var isSecond = Links.TryGetValue(sequence, out var first);
        var links = first is null ? Links.Add(sequence, line) : Links.SetItem(sequence, first.And(line));
        var whole = isSecond && sequence >= Listed ? Math.Min(WholeThrough, sequence - 1) : WholeThrough;
        return this with
        {
            Links = links,
            Forks = Forks + (isSecond ? 1 : 0),
            Behind = Behind + (!isSecond && sequence < Listed ? 1 : 0),
            WholeThrough = Grown(whole, links, Listed),
            Highest = Math.Max(Highest, sequence),
            ForkedFrom = !IsLeft && ForkSeenAt(sequence, links) is { } fork
                ? Math.Min(fork, ForkedFrom ?? fork)
                : ForkedFrom,
        };
    }

    /// <summary>
    /// Another list took effect. Its watermark may be lower, when the ledger was restored: then the lines between are
    /// missing.
    /// </summary>
    /// <param name="listed">Its watermark.</param>
    /// <param name="isLeft">It has records of a later epoch.</param>
    public HeardChain Above(long listed, bool isLeft)
    {
        if (listed == Listed && isLeft == IsLeft)
            return this;
        var fork = isLeft ? null : ForkedFrom;
        var first = Math.Min(listed, fork ?? listed);
        var past = Links.Keys.Where(sequence => sequence < first).ToList();
        var links = Links.RemoveRange(past);
        var whole = listed < Listed ? BelowAnchor(listed) : Math.Max(WholeThrough, BelowAnchor(listed));
        return new HeardChain
        {
            Links = links,
            Forks = Forks - past.Sum(sequence => Links[sequence].Others.Length),
            Behind = first < listed ? links.Keys.Count(sequence => sequence < listed) : 0,
            Listed = listed,
            WholeThrough = Grown(whole, links, listed),
            Highest = Math.Max(Highest, listed),
            ForkedFrom = fork,
            IsLeft = isLeft,
        };
    }

    private static long BelowAnchor(long listed) => Math.Max(0, listed - 1);

    private static long Grown(long whole, ImmutableDictionary<long, Link> links, long listed)
    {
        while (links.TryGetValue(whole + 1, out var next) && next.Others.IsEmpty && Follows(next, links, listed, whole))
            whole++;
        return whole;
    }

    /// <summary>What a line says that nobody understands may be a debit; at the watermark it is in the list.</summary>
    private static bool Follows(Link next, ImmutableDictionary<long, Link> links, long listed, long last) =>
        last < listed ? last > 0 || next.Previous == Digest.Zero
        : next.IsUnderstood && next.Previous == (last == 0 ? Digest.Zero : links[last].Hash);

    /// <summary>
    /// Two lines have one place when both were heard, and when one was and a line behind it names another one.
    /// </summary>
    /// <returns>The lowest such place that a line in this place, which has just come, shows; null: none.</returns>
    private static long? ForkSeenAt(long sequence, ImmutableDictionary<long, Link> links)
    {
        var here = links[sequence];
        return links.TryGetValue(sequence - 1, out var before) && !before.IsNamedBy(here) ? sequence - 1
            : !here.Others.IsEmpty || links.TryGetValue(sequence + 1, out var behind) && !here.IsNamedBy(behind)
                ? sequence
                : null;
    }

    /// <param name="Hash">Of the line that was heard first in this place.</param>
    /// <param name="Previous">The hash that it names.</param>
    /// <param name="IsUnderstood">Its fact is of a kind that this build knows.</param>
    /// <param name="Others">Other lines in this place: the chain is forked here.</param>
    private sealed record Link(Digest Hash, Digest Previous, bool IsUnderstood, ImmutableArray<Link> Others)
    {
        public bool Has(Digest hash) => Hash == hash || !Others.IsEmpty && Others.Any(other => other.Hash == hash);

        public Link And(Link other) => this with { Others = Others.Add(other) };

        /// <summary>All lines in the place behind name a line that was heard in this one.</summary>
        public bool IsNamedBy(Link behind) =>
            Has(behind.Previous) && (behind.Others.IsEmpty || behind.Others.All(other => Has(other.Previous)));
    }
}
