using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What the site's other terminals did above the watermarks of the list, as far as it was heard. It ends with the
/// power: they are asked for it again. Changed by <see cref="Hearing"/> alone.
/// </summary>
public sealed record HeardPeers
{
    private HeardPeers()
    {
    }

    /// <summary>Nothing was heard, and something may be missing.</summary>
    public static HeardPeers AtPowerOn { get; } = new() { SomeMissing = true };

    /// <summary>Which lines were heard, and whether they hang together.</summary>
    public HeardChains Chains { get; init; } = HeardChains.None;

    /// <summary>
    /// Records are missing, or not known not to be, and are being asked for: limits are those of a stale list.
    /// </summary>
    public bool SomeMissing { get; init; }

    /// <summary>What was done to each purse.</summary>
    public ImmutableDictionary<PurseId, ImmutableList<HeardRow>> Purses { get; init; } =
        ImmutableDictionary<PurseId, ImmutableList<HeardRow>>.Empty;

    /// <summary>Holds that have ended, with the record that says so.</summary>
    public ImmutableDictionary<HeldAt, RecordPosition> Ended { get; init; } =
        ImmutableDictionary<HeldAt, RecordPosition>.Empty;

    /// <summary>Cards that were locked elsewhere.</summary>
    public ImmutableDictionary<CardToken, ImmutableList<HeardBlock>> Blocked { get; init; } =
        ImmutableDictionary<CardToken, ImmutableList<HeardBlock>>.Empty;

    /// <summary>Counters that were used up elsewhere.</summary>
    public ImmutableDictionary<CardToken, ImmutableList<HeardReading>> Counters { get; init; } =
        ImmutableDictionary<CardToken, ImmutableList<HeardReading>>.Empty;

    /// <summary>Lines that were said again in a later epoch: coming late they do nothing more.</summary>
    public ImmutableHashSet<Digest> SaidAgain { get; init; } = ImmutableHashSet<Digest>.Empty;

    /// <summary>What counts now of what was done to a purse elsewhere.</summary>
    public IEnumerable<Unlisted> CountedOf(PurseId purse, Now now) =>
        from row in Purses.GetValueOrDefault(purse) ?? []
        let counted = row.Hold is { } hold ? OfHold(row, hold, now) : OfMovement(row)
        where counted is not null
        select counted;

    /// <summary>A debit always counts; a credit when nothing before it is missing, for a debit may be there.</summary>
    private Unlisted? OfMovement(HeardRow row) =>
        row.IsDebit || Chains.IsWhole(row.Peer, row.Position) ? row.Did : null;

    /// <summary>
    /// A hold counts until its end or until it is overdue. One that the list has taken off already is given back by its
    /// end, which the list does not have.
    /// </summary>
    private Unlisted? OfHold(HeardRow row, HeardHold hold, Now now)
    {
        RecordPosition? end = Ended.TryGetValue(new HeldAt(row.Peer, row.First), out var position) ? position : null;
        if (!Chains.IsListed(row.Peer, row.Position))
            return end is null && !hold.IsOverdue(now) ? row.Did : null;
        return end is { } above && !Chains.IsListed(row.Peer, above) && Chains.IsWhole(row.Peer, above) &&
            hold.IsCertainlyTakenOff(now)
                ? row.Did with { Changes = [.. row.Did.Changes.Select(held => held with { Amount = -held.Amount })] }
                : null;
    }

    /// <summary>What a line did to a purse is known.</summary>
    public bool Has(PurseId purse, Digest line) =>
        Purses.GetValueOrDefault(purse)?.Exists(row => row.FirstHash == line) == true;

    /// <summary>Staff locked it at another terminal, and the list does not know it yet.</summary>
    public bool HasBlocked(CardToken card) => Blocked.ContainsKey(card);

    /// <summary>The highest reading of its counter that was used up elsewhere; null: none was.</summary>
    public long? HighestUsed(CardToken card) =>
        Counters.GetValueOrDefault(card)?.Max(reading => (long?)reading.Used.Value);
}
