using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What was heard of one gate. The lines that were heard last are known one by one, in whatever order they come; what
/// those before them came to is added up. All of it has a bound, so that a stolen key fills no memory but what is its
/// own: the oldest goes first.
/// </summary>
public sealed record HeardGate
{
    /// <summary>Entries and exits that are known one by one.</summary>
    public const int MostLines = 512;

    /// <summary>Cards that are remembered of lines before those.</summary>
    public const int MostCards = 50_000;

    /// <summary>Lines that claim one place, and count all the same.</summary>
    private const int MostClaims = 8;

    /// <summary>Lines that are known to have been said again.</summary>
    private const int MostSaidAgain = 8_192;

    private const int MostMinutes = 4_096;
    private const int MostZones = 8;
    private const long Minute = 60_000;

    /// <summary>The minute of what no trusted clock dates: before all others.</summary>
    private const long Undated = long.MinValue / Minute;

    private static readonly ImmutableSortedDictionary<long, long> NoMinutes =
        ImmutableSortedDictionary<long, long>.Empty;

    private HeardGate()
    {
    }

    /// <summary>Nothing was heard.</summary>
    public static HeardGate Nothing { get; } = new();

    /// <summary>Cards had to be forgotten: who was inside, and what was used up, is not known of all.</summary>
    public bool IsShort { get; private init; }

    /// <summary>The last fire there; null: none was heard.</summary>
    public Passage? Fire { get; private init; }

    /// <summary>By where they were said first.</summary>
    private ImmutableSortedDictionary<RecordPosition, Line> Lines { get; init; } =
        ImmutableSortedDictionary<RecordPosition, Line>.Empty;

    /// <summary>The same lines, as they were heard.</summary>
    private ImmutableQueue<RecordPosition> Heard { get; init; } = [];

    /// <summary>Of the lines that were added up the last, by its place.</summary>
    private RecordPosition? AddedUp { get; init; }

    /// <summary>What was heard of a later epoch, by the lines that said it first.</summary>
    private ImmutableHashSet<Digest> SaidAgain { get; init; } = [];

    /// <summary>The same, as it was heard.</summary>
    private ImmutableQueue<Digest> HeardAgain { get; init; } = [];

    private ImmutableDictionary<CardToken, CardSums> Cards { get; init; } =
        ImmutableDictionary<CardToken, CardSums>.Empty;

    /// <summary>People in less people out in each zone's minutes since its last fire, those of last heard zones.
    /// </summary>
    private ImmutableDictionary<ZoneId, ImmutableSortedDictionary<long, long>> Minutes { get; init; } =
        ImmutableDictionary<ZoneId, ImmutableSortedDictionary<long, long>>.Empty;

    private ValueList<Count> Counts { get; init; }

    /// <summary>
    /// People in less people out through it since its last fire: what it says last of itself, for lines that were not
    /// heard are in that; else what was heard.
    /// </summary>
    public long PeopleIn(ZoneId zone) =>
        Counts.Where(row => row.Zone == zone && !(Fire?.Position > row.At))
            .Select(row => (long?)row.People).FirstOrDefault()
        ?? PeopleSince(zone, long.MinValue, isDated: false);

    /// <summary>The same since a moment, by trusted clocks; what is added up counts by whole minutes.</summary>
    public long PeopleSince(ZoneId zone, long milliseconds) => PeopleSince(zone, milliseconds, isDated: true);

    /// <summary>The last that a card did in a zone, or that all could do at a fire; null: nothing.</summary>
    public Passage? LastOf(CardToken card, ZoneId zone) =>
        OfCard(card).Concat(Cards.GetValueOrDefault(card)?.Passages ?? [])
            .Concat(Fire is { } fire ? [fire] : [])
            .Where(passage => passage.Zone == zone)
            .MaxBy(passage => passage.Position);

    /// <summary>All entries with a card; those that were given back are not among them.</summary>
    public IEnumerable<EntriesOfDay> EntriesOf(CardToken card, TerminalLimits limits) =>
        OfCard(card).Where(passage => passage.IsEntry).Select(entry => EntriesOfDay.Of(entry, limits))
            .Concat(Cards.GetValueOrDefault(card)?.Entries ?? []);

    /// <summary>One line more, which was not heard before.</summary>
    internal HeardGate With(HeardRecord record, Fact fact, TerminalLimits limits, bool mayBeKnown) =>
        Passed(record, fact, limits, mayBeKnown).Stated(record, fact);

    private IEnumerable<Passage> OfCard(CardToken card) =>
        from line in Lines.Values from claim in line.Counted where claim.Card == card select claim.Passage;

    private long PeopleSince(ZoneId zone, long milliseconds, bool isDated) =>
        Lines.Values.SelectMany(line => line.Counted).Select(claim => claim.Passage)
            .Where(passage => passage.Zone == zone && IsAfterFire(passage) &&
                (!isDated || passage.Stamp.Trusted && passage.Stamp.WallMilliseconds > milliseconds))
            .Sum(passage => (long)passage.Change) +
        Minutes.GetValueOrDefault(zone, NoMinutes)
            .Where(row => !isDated || row.Key * Minute > milliseconds).Sum(row => row.Value);

    private bool IsAfterFire(Passage passage) => Fire is not { } fire || passage.Position > fire.Position;

    private HeardGate Passed(HeardRecord record, Fact fact, TerminalLimits limits, bool mayBeKnown) => fact switch
    {
        // Of two branches one may say that it was passed: then somebody is inside.
        Fact.EntryPassed passed => Change(passed.Passed, line => line with { IsPassed = true }, limits),
        Fact.EntryAbandoned back => Change(back.Abandoned, line => line with { IsGivenBack = true }, limits),
        Fact.FireOpened fire when !(Fire?.Position >= record.Position) => this with
        {
            Fire = Passage.OfFire(fire, record.Position, record.First, record.Stamp), Minutes = Minutes.Clear(),
        },
        _ when Passage.Of(fact, record.Position, record.First, record.Stamp, machineBoot: "") is
            (var card, var passage) && !IsKnown(record, mayBeKnown) =>
            KnowAgain(record).Change(record.First, line => line.And(new Claim(card, passage)), limits),
        _ => this,
    };

    /// <summary>What may be known, and is not there any more, may have been added up.</summary>
    private bool IsKnown(HeardRecord record, bool mayBeKnown) =>
        SaidAgain.Contains(record.FirstHash) ||
        mayBeKnown && (Lines.TryGetValue(record.First, out var line)
            ? line.Claims.Count > 0
            : record.First <= AddedUp);

    /// <summary>Its first line may come yet, or one of a third epoch.</summary>
    private HeardGate KnowAgain(HeardRecord record)
    {
        if (record.Reissues is null)
            return this;
        var next = this with
        {
            SaidAgain = SaidAgain.Add(record.FirstHash), HeardAgain = HeardAgain.Enqueue(record.FirstHash),
        };
        if (next.SaidAgain.Count <= MostSaidAgain)
            return next;
        var left = next.HeardAgain.Dequeue(out var oldest);
        return next with { SaidAgain = next.SaidAgain.Remove(oldest), HeardAgain = left };
    }

    private HeardGate Change(RecordPosition first, Func<Line, Line> change, TerminalLimits limits)
    {
        var next = this with
        {
            Lines = Lines.SetItem(first, change(Lines.GetValueOrDefault(first))),
            Heard = Lines.ContainsKey(first) ? Heard : Heard.Enqueue(first),
        };
        if (next.Lines.Count <= MostLines)
            return next;
        // By when it was heard, not by its place: whoever fills a gap says next what came of the entry.
        var left = next.Heard.Dequeue(out var at);
        var oldest = next.Lines[at];
        next = next with
        {
            Lines = next.Lines.Remove(at), Heard = left, AddedUp = at > (AddedUp ?? default) ? at : AddedUp,
        };
        return oldest.Counted.Aggregate(next, (sums, claim) => sums.AddUp(claim.Card, claim.Passage, limits));
    }

    private HeardGate AddUp(CardToken card, Passage passage, TerminalLimits limits)
    {
        var sums = (Cards.GetValueOrDefault(card) ?? CardSums.Nothing).With(passage, limits);
        var next = this with { Cards = Cards.SetItem(card, sums) };
        if (next.Cards.Count > MostCards)
            // Many at once: to look for the oldest takes a while.
            next = next with
            {
                IsShort = true,
                Cards = next.Cards.RemoveRange(
                    next.Cards.OrderBy(row => row.Value.At).Take(MostCards / 8).Select(row => row.Key)),
            };
        return passage.Zone is { } zone && IsAfterFire(passage) ? next.AddUp(zone, passage) : next;
    }

    private HeardGate AddUp(ZoneId zone, Passage passage)
    {
        var minute = passage.Stamp.Trusted ? passage.Stamp.WallMilliseconds / Minute : Undated;
        var minutes = Minutes.GetValueOrDefault(zone, NoMinutes);
        minutes = minutes.SetItem(minute, minutes.GetValueOrDefault(minute) + passage.Change);
        if (minutes.Count > MostMinutes)
        {
            // The oldest becomes of no known time: before any fire.
            var (oldest, people) = minutes.First(row => row.Key != Undated);
            minutes = minutes.Remove(oldest).SetItem(Undated, minutes.GetValueOrDefault(Undated) + people);
        }
        var zones = Minutes.SetItem(zone, minutes);
        return this with
        {
            Minutes = zones.Count <= MostZones
                ? zones
                : zones.Remove(zones.Where(row => row.Key != zone).MinBy(row => row.Value.Keys.Max()).Key),
        };
    }

    /// <summary>What a gate says last of itself counts: lines that were not heard are in it.</summary>
    private HeardGate Stated(HeardRecord record, Fact fact) => fact switch
    {
        Fact.Entry { Zone: { } zone, GateCount: { } count } => Say(record, zone, count),
        Fact.EntryAbandoned { Zone: { } zone, GateCount: { } count } => Say(record, zone, count),
        Fact.Exit { Zone: { } zone, GateCount: { } count } => Say(record, zone, count),
        _ => this,
    };

    private HeardGate Say(HeardRecord record, ZoneId zone, long people) =>
        Counts.Any(row => row.Zone == zone && row.At >= record.Position)
            ? this
            : this with
            {
                Counts =
                [
                    .. Counts.Where(row => row.Zone != zone).Append(new Count(zone, record.Position, people))
                        .OrderByDescending(row => row.At).Take(MostZones),
                ],
            };

    /// <summary>What is known of one entry or exit, or of those on all branches that have its place.</summary>
    private readonly record struct Line(ValueList<Claim> Claims, bool IsPassed, bool IsGivenBack)
    {
        public ValueList<Claim> Counted => IsPassed || !IsGivenBack ? Claims : [];

        public Line And(Claim claim) => Claims.Count < MostClaims ? this with { Claims = [.. Claims, claim] } : this;
    }

    /// <summary>What a line says of a card.</summary>
    private readonly record struct Claim(CardToken Card, Passage Passage);

    /// <summary>How many people it says that it counts in a zone, and where it said so last.</summary>
    private readonly record struct Count(ZoneId Zone, RecordPosition At, long People);

    /// <summary>What a card did, of lines that are not known one by one any more: of each it is little.</summary>
    /// <param name="Last">The last in each zone; the last of all first.</param>
    /// <param name="Entries">Added up.</param>
    private sealed record CardSums(ValueList<Last> Last, ValueList<EntriesOfDay> Entries)
    {
        public static CardSums Nothing { get; } = new([], []);

        public RecordPosition At => Last[0].Position;

        public IEnumerable<Passage> Passages => Last.Select(last => last.ToPassage());

        public CardSums With(Passage passage, TerminalLimits limits) => new(
            [
                .. Last.Append(HeardGate.Last.Of(passage)).GroupBy(row => row.Zone)
                    .Select(rows => rows.MaxBy(row => row.Position))
                    .OrderByDescending(row => row.Position).Take(MostZones),
            ],
            passage.IsEntry ? EntriesOfDay.Add(Entries, EntriesOfDay.Of(passage, limits)) : Entries);
    }

    /// <summary>The last that a card did in a zone.</summary>
    private readonly record struct Last(
        RecordPosition Position, ZoneId? Zone, bool IsEntry, bool IsDated, long WallMilliseconds)
    {
        public static Last Of(Passage passage) => new(
            passage.Position, passage.Zone, passage.IsEntry, passage.Stamp.Trusted, passage.Stamp.WallMilliseconds);

        /// <summary>As far as it is known.</summary>
        public Passage ToPassage() => new(
            Position, Position, IsEntry, People: 1, IsFree: false, Admission: null, Zone,
            new Stamp(Boot: 0, MonotonicMilliseconds: 0, WallMilliseconds, IsDated), MachineBoot: "");
    }
}
