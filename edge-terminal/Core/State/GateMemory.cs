using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a gate remembers of who went through. It is folded from its own facts, whatever lists come: no list has it.
/// With their records single passages are forgotten, and not what they came to: how many people are inside, and how
/// much of a ticket is used up.
/// </summary>
public sealed partial record GateMemory
{
    private GateMemory()
    {
    }

    /// <summary>Nobody went through.</summary>
    public static GateMemory Nothing { get; } = new();

    /// <summary>Entries that were neither passed nor given back yet, by where they were said first.</summary>
    public ImmutableSortedDictionary<RecordPosition, Fact.Entry> UnderWay { get; init; } =
        ImmutableSortedDictionary<RecordPosition, Fact.Entry>.Empty;

    /// <summary>Each card's passages, in order; entries that were given back are not among them.</summary>
    public ImmutableDictionary<CardToken, ValueList<Passage>> Passages { get; init; } =
        ImmutableDictionary<CardToken, ValueList<Passage>>.Empty;

    /// <summary>Somebody was let through once, or all by a fire, whatever came of it: people are counted.</summary>
    private bool IsUsed { get; init; }

    /// <summary>By zone, people in less people out since all could leave; none are left out.</summary>
    public ValueList<ZonePeople> People { get; private init; }

    /// <summary>The part of them that no passage here tells: their records were retired.</summary>
    private ValueList<ZonePeople> Retired { get; init; }

    /// <summary>
    /// Entries that the journal settles, or has settled where it cannot be read: of those which were under way when
    /// the journal that is left began, it is the part of them above that changes.
    /// </summary>
    private ValueList<EntryUnderWay> RetiredUnderWay { get; init; }

    /// <summary>By card, how much of its tickets was used up by records that were retired.</summary>
    private ImmutableDictionary<CardToken, CarriedEntries> Carried { get; init; } =
        ImmutableDictionary<CardToken, CarriedEntries>.Empty;

    /// <summary>A card's passages.</summary>
    public ValueList<Passage> Of(CardToken card) => Passages.GetValueOrDefault(card);

    /// <summary>The last that a card did in a zone, or that all could do at a fire; null: nothing.</summary>
    public Passage? LastOf(CardToken card, ZoneId? zone) =>
        Of(card).LastOrDefault(passage => passage.Zone == zone) is { } last && IsAfterFire(last) ? last : Fire;

    /// <summary>People in less people out, since all could leave. Below zero where other gates let in.</summary>
    public int PeopleIn(ZoneId? zone) => People.In(zone);

    /// <summary>The same of those alone who came after a moment, by a trusted clock.</summary>
    public long PeopleSince(ZoneId zone, long milliseconds) => Since(Fire)
        .Where(passage => passage.Zone == zone)
        .Where(passage => passage.Stamp is { Trusted: true } stamp && stamp.WallMilliseconds > milliseconds)
        .Sum(passage => (long)passage.Change);

    /// <summary>
    /// One passage more. Where a line that says it again cannot be read, one behind it may be said once more.
    /// </summary>
    internal GateMemory With(CardToken card, Passage passage) => Of(card).Any(known => known.First == passage.First)
        ? this
        : this with
        {
            IsUsed = true,
            Passages = Passages.SetItem(card, [.. Of(card), passage]),
            People = People.Change(passage.Zone, passage.Change),
        };

    /// <summary>An entry was given back: it never was.</summary>
    internal GateMemory Without(CardToken card, RecordPosition first) => this with
    {
        Passages = Keep(card, passage => passage.First != first),
        People = Of(card).Where(passage => passage.First == first && IsAfterFire(passage))
            .Aggregate(People, (people, passage) => people.Change(passage.Zone, -passage.Change)),
    };

    /// <summary>Whose entry it was; null: nobody's that is remembered.</summary>
    internal CardToken? CardOf(RecordPosition first) =>
        UnderWay.TryGetValue(first, out var entry) ? entry.Card
        : Passages.Where(row => row.Value.Any(passage => passage.IsEntry && passage.First == first))
            .Select(row => (CardToken?)row.Key).FirstOrDefault();

    /// <summary>Without these records, whatever they came to; fires stay.</summary>
    private GateMemory Drop(Func<RecordPosition, bool> isDropped)
    {
        if (Passages.IsEmpty && Fires.Count == 0 && Carried.IsEmpty && RetiredUnderWay.Count == 0)
            return this;
        var left = Passages.ToBuilder();
        foreach (var (card, row) in Passages)
        {
            if (!row.Any(passage => isDropped(passage.Position)))
                continue;
            ValueList<Passage> kept = [.. row.Where(passage => !isDropped(passage.Position))];
            if (kept.Count == 0)
                left.Remove(card);
            else
                left[card] = kept;
        }
        return this with
        {
            Passages = left.ToImmutable(),
            UnderWay = UnderWay.RemoveRange(UnderWay.Keys.Where(isDropped)),
            Fires = [.. Fires.Select(fire => fire.Without(isDropped))],
            RetiredUnderWay = [.. RetiredUnderWay.Where(row => !isDropped(row.Entry))],
            Carried = Carried.RemoveRange(Carried.Where(row => isDropped(row.Value.Position)).Select(row => row.Key)),
        };
    }

    /// <summary>By value: two folds of one journal are equal.</summary>
    public bool Equals(GateMemory? other) =>
        other is not null &&
        IsUsed == other.IsUsed &&
        Fires == other.Fires &&
        People == other.People &&
        Retired == other.Retired &&
        RetiredUnderWay == other.RetiredUnderWay &&
        UnderWay.SequenceEqual(other.UnderWay) &&
        Carried.Count == other.Carried.Count &&
        Carried.All(row => other.Carried.GetValueOrDefault(row.Key) == row.Value) &&
        Passages.Count == other.Passages.Count &&
        Passages.All(row => other.Of(row.Key) == row.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Fire, People, UnderWay.Count, Passages.Count);

    private ImmutableDictionary<CardToken, ValueList<Passage>> Keep(CardToken card, Func<Passage, bool> isLeft)
    {
        ValueList<Passage> left = [.. Of(card).Where(isLeft)];
        return left.Count == 0 ? Passages.Remove(card) : Passages.SetItem(card, left);
    }
}
