using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// Turns what the chip lists, look after look, into what happened: a card left lying is one arrival. Pure.
/// </summary>
/// <remarks>
/// After several cards nothing arrives until the field was empty: two cards in one wallet are often seen as one, and
/// that one is not meant either.
/// </remarks>
/// <param name="missesUntilEmpty">So many looks in a row without a card make an empty field.</param>
internal sealed class FieldHistory(int missesUntilEmpty)
{
    private const int RandomUidLength = 4;
    private const byte RandomUidPrefix = 0x08;

    private CardIdentity? card;
    private int misses;

    /// <summary>There is no card. Not known before the first looks.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>It has been seen what is there.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>
    /// Nobody looks for a while. A card that is known stays so; that the field is empty is not known any more.
    /// </summary>
    public void LookAway() => (IsKnown, IsEmpty, misses) = (!IsEmpty && IsKnown, false, 0);

    /// <summary>An arrival has not been reported: if the card is seen again, it arrives as it did.</summary>
    public void ForgetArrival(ReaderEvent.CardArrived arrived) =>
        (IsEmpty, IsKnown, card, misses) = (!arrived.LayThere, !arrived.LayThere, null, 0);

    /// <summary>Takes note of one look.</summary>
    /// <param name="targets">The cards seen: none, one or two.</param>
    /// <param name="timestamp">When.</param>
    /// <returns>What happened, in order.</returns>
    public ImmutableArray<ReaderEvent> See(ImmutableArray<TypeATarget> targets, long timestamp) => targets switch
    {
        [] => SeeNothing(timestamp),
        [var only] => SeeOne(only.Card, timestamp),
        _ => SeeSeveral(timestamp),
    };

    private ImmutableArray<ReaderEvent> SeeNothing(long timestamp)
    {
        if (IsEmpty || ++misses < missesUntilEmpty)
            return [];
        var wasKnown = IsKnown;
        (IsEmpty, IsKnown, card, misses) = (true, true, null, 0);
        return wasKnown ? [new ReaderEvent.FieldEmptied(timestamp)] : [];
    }

    private ImmutableArray<ReaderEvent> SeeOne(CardIdentity seen, long timestamp)
    {
        var known = card;
        var wasEmpty = IsEmpty;
        misses = 0;
        if (IsKnown && !wasEmpty && (known is null || IsSame(known, seen)))
            return [];
        var arrived = new ReaderEvent.CardArrived(seen, timestamp) { LayThere = !IsKnown };
        (IsEmpty, IsKnown, card) = (false, true, seen);
        return wasEmpty || arrived.LayThere ? [arrived] : [new ReaderEvent.FieldEmptied(timestamp), arrived];
    }

    private ImmutableArray<ReaderEvent> SeeSeveral(long timestamp)
    {
        var known = IsKnown && !IsEmpty && card is null;
        (IsEmpty, IsKnown, card, misses) = (false, true, null, 0);
        return known ? [] : [new ReaderEvent.SeveralCards(timestamp)];
    }

    // A card with a random UID (ISO/IEC 14443-3, 6.5.4: four bytes, the first 08) draws a new one each time the field
    // comes back, and the field is off between two looks.
    private static bool IsSame(CardIdentity known, CardIdentity seen) =>
        known.Uid.Span.SequenceEqual(seen.Uid.Span) || (IsRandom(known) && IsRandom(seen));

    private static bool IsRandom(CardIdentity card) =>
        card.Uid.Length == RandomUidLength && card.Uid.Span[0] == RandomUidPrefix;
}
