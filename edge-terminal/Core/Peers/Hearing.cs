using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What records of other terminals make of what is known of them: the same, in whatever order and however often they
/// come.
/// </summary>
internal static class Hearing
{
    public static Decision Decide(TerminalSetup setup, TerminalState state, Now now, Input.PeersHeard heard)
    {
        var present = state.Present;
        if (present.Kiosk is KioskPhase.Stopped)
            return new Decision(present, [], []) { Ignored = "stopped" };
        var peers = heard.Records.Aggregate(
            present.Peers, (known, record) => With(known, record, now, setup.Limits));
        return new Decision(
            present with { Peers = peers with { SomeMissing = heard.SomeMissing } }, [], []);
    }

    /// <summary>
    /// A list takes effect: what its watermarks have is in its balances, and not counted beside it any more.
    /// </summary>
    public static HeardPeers Above(HeardPeers peers, IEnumerable<Watermark> watermarks, Now now)
    {
        var next = peers with { Chains = peers.Chains.Above(watermarks) };
        bool IsLeft(TerminalId peer, RecordPosition position) => !next.Chains.IsListed(peer, position);
        return next with
        {
            Purses = Keep(peers.Purses, row => IsLeft(row.Peer, row.Position) || IsOpenThere(next, row, now)),
            Ended = peers.Ended.RemoveRange(
                peers.Ended.Where(row => !IsLeft(row.Key.Peer, row.Value)).Select(row => row.Key)),
            Blocked = Keep(peers.Blocked, block => IsLeft(block.Peer, block.Position)),
            Counters = Keep(peers.Counters, reading => IsLeft(reading.Chain.Peer, reading.Used.Position)),
        };
    }

    /// <summary>The list has taken it off and does not have its end: that will have to give it back.</summary>
    private static bool IsOpenThere(HeardPeers next, HeardRow row, Now now) =>
        row.Hold is { } hold && !hold.IsOverdue(now) &&
        !(next.Ended.TryGetValue(new HeldAt(row.Peer, row.First), out var end) && next.Chains.IsListed(row.Peer, end));

    private static HeardPeers With(HeardPeers peers, HeardRecord record, Now now, TerminalLimits limits)
    {
        var (chain, sequence) = (record.Chain, record.Position.Sequence);
        if (!peers.Chains.IsNews(chain, sequence, record.Hash))
            return peers;
        var next = peers with { Chains = peers.Chains.With(record) };
        // The line at the watermark is heard for its hash alone.
        if (next.Chains.IsListed(record.Peer, record.Position) || record.Fact is not { } fact)
            return next;
        next = WithEnd(WithBlock(WithCounter(next, record, fact), record, fact), record, fact);
        return WithRows(next, record, [.. HeardRows.Of(record, fact, now, limits)]);
    }

    /// <summary>What a line did, it did once, in whatever places it was said.</summary>
    private static HeardPeers WithRows(HeardPeers peers, HeardRecord record, List<(PurseId Purse, HeardRow Row)> rows)
    {
        if (rows.Count == 0 || peers.SaidAgain.Contains(record.Hash))
            return peers;
        // A hold may be here yet that an earlier list had and the one in use has not.
        if (rows.All(row => peers.Has(row.Purse, record.Hash)))
            return peers;
        var next = record.Reissues is { } first
            ? Forget(peers, first.Hash, rows) with { SaidAgain = peers.SaidAgain.Add(first.Hash) }
            : peers;
        return next with { Purses = rows.Aggregate(next.Purses, (all, row) => Add(all, row.Purse, row.Row)) };
    }

    /// <summary>What is said again counts where it is said again: there a list will have it.</summary>
    private static HeardPeers Forget(HeardPeers peers, Digest first, List<(PurseId Purse, HeardRow Row)> rows)
    {
        var purses = peers.Purses;
        foreach (var (purse, _) in rows)
            if (purses.TryGetValue(purse, out var known))
                purses = known.RemoveAll(row => row.FirstHash == first) is { Count: > 0 } left
                    ? purses.SetItem(purse, left)
                    : purses.Remove(purse);
        return peers with { Purses = purses };
    }

    private static HeardPeers WithEnd(HeardPeers peers, HeardRecord record, Fact fact) =>
        (fact as Fact.Capture)?.Held is { } captured ? End(peers, record, captured)
        : (fact as Fact.Release)?.Held is { } released ? End(peers, record, released)
        : peers;

    private static HeardPeers End(HeardPeers peers, HeardRecord record, RecordPosition held) =>
        peers.Ended.GetValueOrDefault(new HeldAt(record.Peer, held)) > record.Position
            ? peers
            : peers with { Ended = peers.Ended.SetItem(new HeldAt(record.Peer, held), record.Position) };

    private static HeardPeers WithBlock(HeardPeers peers, HeardRecord record, Fact fact) =>
        fact is Fact.CardBlocked blocked
            ? peers with
            {
                Blocked = Add(peers.Blocked, blocked.Card, new HeardBlock(record.Peer, record.Position)),
            }
            : peers;

    /// <summary>The highest reading of each chain stays.</summary>
    private static HeardPeers WithCounter(HeardPeers peers, HeardRecord record, Fact fact)
    {
        if (fact.Counter() is not { } reading)
            return peers;
        var known = peers.Counters.GetValueOrDefault(reading.Card) ?? [];
        var before = known.Find(row => row.Chain == record.Chain);
        if (before?.Used.Value >= reading.Value)
            return peers;
        var heard = new HeardReading(record.Chain, new UsedCounter(reading.Value, record.Position));
        return peers with
        {
            Counters = peers.Counters.SetItem(
                reading.Card, before is null ? known.Add(heard) : known.Replace(before, heard)),
        };
    }

    private static ImmutableDictionary<TKey, ImmutableList<TRow>> Add<TKey, TRow>(
        ImmutableDictionary<TKey, ImmutableList<TRow>> all, TKey key, TRow row)
        where TKey : notnull => all.SetItem(key, (all.GetValueOrDefault(key) ?? []).Add(row));

    private static ImmutableDictionary<TKey, ImmutableList<TRow>> Keep<TKey, TRow>(
        ImmutableDictionary<TKey, ImmutableList<TRow>> all, Predicate<TRow> isLeft)
        where TKey : notnull
    {
        var next = all.ToBuilder();
        foreach (var (key, rows) in all)
        {
            var left = rows.RemoveAll(row => !isLeft(row));
            if (left.IsEmpty)
                next.Remove(key);
            else if (left.Count < rows.Count)
                next[key] = left;
        }
        return next.ToImmutable();
    }
}
