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
        if (present.Phase is StationPhase.Stopped)
            return Decision.Ignore(present, "stopped");
        var peers = heard.Records.Aggregate(
            present.Peers, (known, record) => With(known, record, now, setup));
        var someMissing = heard.SomeMissing || peers.Chains.IsAnyLacking;
        return new Decision(
            present with { Peers = peers with { SomeMissing = someMissing } }, Forgotten(state, peers), []);
    }

    /// <summary>Something had to be forgotten of a gate: somebody must hear of it, once.</summary>
    private static ImmutableArray<Fact> Forgotten(TerminalState state, HeardPeers peers) =>
        state.Present.Phase is not StationPhase.Starting &&
        !state.Past.Faults.Contains(Fault.PassagesForgotten) && peers.Passages.Short.ToList() is { Count: > 0 } gates
            ? [new Fact.FaultRaised(
                nameof(Fault.PassagesForgotten),
                FactText.Fit($"more than {HeardGate.MostCards} cards went through {string.Join(", ", gates)}"))]
            : [];

    /// <summary>
    /// A list takes effect: what its watermarks have is in its balances, and not counted beside it any more. What is
    /// forked counts all the same: a watermark does not say which branch it means.
    /// </summary>
    public static HeardPeers Above(HeardPeers peers, IEnumerable<Watermark> watermarks, Now now)
    {
        var next = peers with { Chains = peers.Chains.Above(watermarks) };
        bool IsLeft(TerminalId peer, RecordPosition position) => !next.Chains.IsPast(peer, position);
        return next with
        {
            Purses = Keep(peers.Purses, row => IsLeft(row.Peer, row.Position) || IsOpenThere(next, row, now)),
            Ended = Keep(peers.Ended, (hold, end) => IsLeft(hold.Peer, end.Position)),
            Blocked = Keep(peers.Blocked, (_, block) => IsLeft(block.Peer, block.Position)),
            Counters = Keep(peers.Counters, (_, reading) => IsLeft(reading.Chain.Peer, reading.Used.Position)),
            SaidAgain = peers.SaidAgain.RemoveRange(
                peers.SaidAgain.Where(row => !IsLeft(row.Key.Line.Peer, row.Value.First)).Select(row => row.Key)),
        };
    }

    /// <summary>The list has taken it off and does not have its end: that will have to give it back.</summary>
    private static bool IsOpenThere(HeardPeers next, HeardRow row, Now now) =>
        row.Hold is { } hold && !hold.IsOverdue(now) &&
        !next.EndsOf(row, hold).Any(end => next.Chains.IsListed(row.Peer, end.Position));

    private static HeardPeers With(HeardPeers peers, HeardRecord record, Now now, TerminalSetup setup)
    {
        var (chain, sequence) = (record.Chain, record.Position.Sequence);
        if (!peers.Chains.IsNews(chain, sequence, record.Hash))
            return peers;
        var next = peers with { Chains = peers.Chains.With(record) };
        // There may have been no room for it.
        if (!next.Chains.Of(chain).Has(sequence, record.Hash) || record.Fact is not { } fact)
            return next;
        next = WithEnd(WithBlock(WithCounter(next, record, fact), record, fact), record, fact);
        if (setup.Station is GateSetup)
            next = next with
            {
                Passages = next.Passages.With(record, fact, setup.Limits, MayBeKnown(peers.Chains, record)),
            };
        return HeardRows.Of(record, fact, now, setup.Limits)
            .Aggregate(next, (all, row) => WithRow(all, row.Purse, row.Row, isAgain: record.Reissues is not null));
    }

    /// <summary>
    /// Of two branches the first that was heard counts. What is said again was heard with the line that said it first;
    /// of one that the lists have nobody knows that any more.
    /// </summary>
    private static bool MayBeKnown(HeardChains chains, HeardRecord record)
    {
        var (first, sequence) = (chains.Of(new PeerEpoch(record.Peer, record.First.Epoch)), record.First.Sequence);
        return record.Reissues is null
            ? first.IsTaken(sequence)
            : first.Has(sequence, record.FirstHash) || first.IsPast(sequence);
    }

    /// <summary>
    /// What a line did, it did once, in whatever places it was said: it counts in the latest, where a list will have
    /// it. A hold counts from its first receipt on.
    /// </summary>
    private static HeardPeers WithRow(HeardPeers peers, PurseId purse, HeardRow row, bool isAgain)
    {
        var key = (purse, row.Line);
        if (peers.SaidAgain.TryGetValue(key, out var said) && said.Again >= row.Position)
            return peers;
        var rows = peers.Purses.GetValueOrDefault(purse) ?? ImmutableDictionary<HeardLine, HeardRow>.Empty;
        var known = rows.GetValueOrDefault(row.Line);
        if (known?.Position >= row.Position)
            return peers;
        return peers with
        {
            Purses = peers.Purses.SetItem(purse, rows.SetItem(row.Line, row with { Hold = known?.Hold ?? row.Hold })),
            SaidAgain = isAgain
                ? peers.SaidAgain.SetItem(key, new SaidAgain(row.First, row.Position))
                : peers.SaidAgain,
        };
    }

    private static HeardPeers WithEnd(HeardPeers peers, HeardRecord record, Fact fact) => fact switch
    {
        Fact.Capture capture => End(peers, record, capture.Held, capture.Payment.Card),
        Fact.Release release => End(peers, record, release.Held, card: null),
        _ => peers,
    };

    private static HeardPeers End(HeardPeers peers, HeardRecord record, RecordPosition held, CardToken? card) =>
        peers with
        {
            Ended = Add(peers.Ended, new HeldAt(record.Peer, held), new HeardEnd(record.Position, card)),
        };

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
        ImmutableDictionary<TKey, ImmutableList<TRow>> all, Func<TKey, TRow, bool> isLeft)
        where TKey : notnull
    {
        var next = all.ToBuilder();
        foreach (var (key, rows) in all)
        {
            var left = rows.RemoveAll(row => !isLeft(key, row));
            if (left.IsEmpty)
                next.Remove(key);
            else if (left.Count < rows.Count)
                next[key] = left;
        }
        return next.ToImmutable();
    }

    private static ImmutableDictionary<PurseId, ImmutableDictionary<HeardLine, HeardRow>> Keep(
        ImmutableDictionary<PurseId, ImmutableDictionary<HeardLine, HeardRow>> all, Func<HeardRow, bool> isLeft)
    {
        var next = all.ToBuilder();
        foreach (var (purse, rows) in all)
        {
            var left = rows.RemoveRange(rows.Values.Where(row => !isLeft(row)).Select(row => row.Line));
            if (left.IsEmpty)
                next.Remove(purse);
            else if (left.Count < rows.Count)
                next[purse] = left;
        }
        return next.ToImmutable();
    }
}
