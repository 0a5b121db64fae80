using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a decision was made on, so that it can be judged afterwards.</summary>
/// <param name="Mode">How old the list was.</param>
/// <param name="List">Which list; null when there was none.</param>
/// <param name="ListAgeMilliseconds">
/// Monotonic time since the ask whose echo confirmed the list; without one in this boot an estimate from below. Null
/// when there is no list.
/// </param>
/// <param name="PresentedClass">What the card proved; null when no card was read.</param>
/// <param name="PriceListVersion">Which prices.</param>
/// <param name="AssumedGood">Checks that were let pass because the time was not trusted and the configuration says
/// so.</param>
/// <param name="PresentedCounter">What the card's counter read; null when it showed none.</param>
/// <param name="PeersMissing">
/// Records of other terminals were known to be missing, or not yet known not to be: limits were those of a stale list.
/// </param>
public sealed record Verdict(
    ListMode Mode,
    ListVersion? List,
    long? ListAgeMilliseconds,
    CardClass? PresentedClass,
    long PriceListVersion,
    ValueList<TimedCheck> AssumedGood,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PresentedCounter = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool PeersMissing = false)
{
    /// <summary>
    /// The counter that this answer used up: no card may show it again. A counter that was shown and did not count
    /// leaves the card with the class of its UID.
    /// </summary>
    /// <returns>Null when no counter counted.</returns>
    internal CounterReading? CounterOf(CardToken? card) =>
        card is { } shown && PresentedCounter is { } value && PresentedClass == CardClass.Counter
            ? new CounterReading(shown, value)
            : null;
}
