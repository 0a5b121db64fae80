using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How many people are counted, zone by zone.</summary>
internal static class ZoneCounts
{
    /// <summary>How many in one.</summary>
    public static int In(this ValueList<ZonePeople> all, ZoneId? zone) =>
        all.FirstOrDefault(row => row.Zone == zone).People;

    /// <summary>So many more, or less, in the order of names: equal counts are equal lists.</summary>
    public static ValueList<ZonePeople> Change(this ValueList<ZonePeople> all, ZoneId? zone, int by)
    {
        var people = all.In(zone) + by;
        return
        [
            .. all.Where(row => row.Zone != zone)
                .Concat(people == 0 ? [] : [new ZonePeople(zone, people)])
                .OrderBy(row => row.Zone?.ToString(), StringComparer.Ordinal),
        ];
    }

    /// <summary>With what these passages change, or without it: added up first, for they may be very many.</summary>
    public static ValueList<ZonePeople> Change(
        this ValueList<ZonePeople> all, IEnumerable<Passage> passages, int sign) =>
        passages.AggregateBy(passage => ValueTuple.Create(passage.Zone), 0, (sum, passage) => sum + passage.Change)
            .Aggregate(all, (people, sum) => people.Change(sum.Key.Item1, sign * sum.Value));

    /// <summary>Both together.</summary>
    public static ValueList<ZonePeople> Add(this ValueList<ZonePeople> all, ValueList<ZonePeople> more) =>
        more.Aggregate(all, (sum, row) => sum.Change(row.Zone, row.People));

    /// <summary>These entries too, in order; each once.</summary>
    public static ValueList<EntryUnderWay> With(
        this ValueList<EntryUnderWay> all, ValueList<EntryUnderWay> more) => more.Count == 0
        ? all
        : [.. all.ExceptBy(more.Select(row => row.Entry), row => row.Entry).Concat(more).OrderBy(row => row.Entry)];
}
