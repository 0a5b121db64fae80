using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What the site's other terminals did from the watermarks of the list on, as far as it was heard; what the list has
/// does not count. It ends with the power: they are asked for it again. Changed by <see cref="Hearing"/> alone.
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

    /// <summary>Records are missing, or not known not to be: limits are those of a stale list.</summary>
    public bool SomeMissing { get; init; }

    /// <summary>What was done to each purse.</summary>
    public ImmutableDictionary<PurseId, ImmutableDictionary<HeardLine, HeardRow>> Purses { get; init; } =
        ImmutableDictionary<PurseId, ImmutableDictionary<HeardLine, HeardRow>>.Empty;

    /// <summary>The records that say that a hold has ended.</summary>
    public ImmutableDictionary<HeldAt, ImmutableList<HeardEnd>> Ended { get; init; } =
        ImmutableDictionary<HeldAt, ImmutableList<HeardEnd>>.Empty;

    /// <summary>Cards that were locked elsewhere.</summary>
    public ImmutableDictionary<CardToken, ImmutableList<HeardBlock>> Blocked { get; init; } =
        ImmutableDictionary<CardToken, ImmutableList<HeardBlock>>.Empty;

    /// <summary>Counters that were used up elsewhere.</summary>
    public ImmutableDictionary<CardToken, ImmutableList<HeardReading>> Counters { get; init; } =
        ImmutableDictionary<CardToken, ImmutableList<HeardReading>>.Empty;

    /// <summary>Who went through the site's other gates, where this is one.</summary>
    public HeardPassages Passages { get; init; } = HeardPassages.None;

    /// <summary>Lines that were said again in a later epoch: in earlier places they do nothing more.</summary>
    public ImmutableDictionary<(PurseId Purse, HeardLine Line), SaidAgain> SaidAgain { get; init; } =
        ImmutableDictionary<(PurseId Purse, HeardLine Line), SaidAgain>.Empty;

    /// <summary>
    /// What counts now of what was done elsewhere to a card's wallet, under whatever name, and of what was done with
    /// the card itself under another wallet's: that at least was taken from somebody, so only what it takes counts.
    /// </summary>
    public IEnumerable<Unlisted> CountedOf(CardPresentation card, Now now)
    {
        var purses = Balances.PursesOf(card).ToLookup(purse => purse.Wallet is not null);
        var ofWallets = purses[true].SelectMany(RowsOf).ToList();
        var lines = ofWallets.Select(row => (row.Peer, row.Line.FirstHash)).ToHashSet();
        var ofCard = purses[false].SelectMany(RowsOf).Where(row => !lines.Contains((row.Peer, row.Line.FirstHash)));
        return Counted(ofWallets, now).Concat(
            Counted(ofCard, now).Select(did => card.Entry is null ? did : did.DebitsOnly()));
    }

    /// <summary>Staff locked it at another terminal, and the list does not know it yet.</summary>
    public bool HasBlocked(CardToken card) =>
        Blocked.GetValueOrDefault(card)?.Exists(block => !Chains.IsListed(block.Peer, block.Position)) == true;

    /// <summary>
    /// Money of this card, or of its wallet, is set aside elsewhere, and no end of that was heard. Any end will do,
    /// also over a gap: what it gives back is another matter, and is judged as a credit.
    /// </summary>
    public bool HoldsElsewhere(CardPresentation card, Now now) =>
        Balances.PursesOf(card).SelectMany(RowsOf).Any(row =>
            row.Hold is { } hold && !hold.IsOverdue(now) && !EndsOf(row, hold).Any());

    /// <summary>The highest reading of its counter that was used up elsewhere; null: none was.</summary>
    public long? HighestUsed(CardToken card) =>
        Counters.GetValueOrDefault(card)?
            .Where(reading => !Chains.IsListed(reading.Chain.Peer, reading.Used.Position))
            .Max(reading => (long?)reading.Used.Value);

    /// <summary>The records that end a hold: one that takes money must take it from the card of the hold.</summary>
    public IEnumerable<HeardEnd> EndsOf(HeardRow row, HeardHold hold) =>
        from end in Ended.GetValueOrDefault(new HeldAt(row.Peer, row.First)) ?? []
        where end.Card is null || end.Card == hold.Card
        select end;

    private IEnumerable<HeardRow> RowsOf(PurseId purse) =>
        Purses.TryGetValue(purse, out var rows) ? rows.Values : [];

    private IEnumerable<Unlisted> Counted(IEnumerable<HeardRow> rows, Now now) =>
        from row in rows
        let counted = row.Hold is { } hold ? OfHold(row, hold, now) : OfMovement(row)
        where counted is not null
        select counted;

    /// <summary>A debit always counts; a credit when nothing before it is missing, for a debit may be there.</summary>
    private Unlisted? OfMovement(HeardRow row) =>
        !Chains.IsListed(row.Peer, row.Position) &&
        (row.IsDebit || Chains.IsBelievable(row.Peer, row.Position))
            ? row.Did
            : null;

    /// <summary>
    /// A hold counts until its end, which gives as a credit does, or until it is overdue. One that the list has taken
    /// off already is given back by its end, which the list does not have.
    /// </summary>
    private Unlisted? OfHold(HeardRow row, HeardHold hold, Now now)
    {
        var ends = EndsOf(row, hold).ToList();
        var hasEnded = ends.Exists(end => Chains.IsBelievable(row.Peer, end.Position));
        if (!Chains.IsListed(row.Peer, row.Position))
            return hasEnded || hold.IsOverdue(now) ? null : row.Did;
        return hasEnded && !ends.Exists(end => Chains.IsListed(row.Peer, end.Position)) &&
            hold.IsCertainlyTakenOff(now)
                ? row.Did with { Changes = row.Did.Changes.Negated() }
                : null;
    }
}
