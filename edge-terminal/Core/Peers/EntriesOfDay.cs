using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>How many went in with a card, by one admission on one day.</summary>
/// <param name="Admission">By which; null: that is not known.</param>
/// <param name="IsFree">Nothing was paid: a membership or ticket covered it.</param>
/// <param name="Day">By the enrolment's time.</param>
/// <param name="LatestMilliseconds">When the last of them did; null: no clock could be trusted.</param>
/// <param name="People">How many.</param>
public readonly record struct EntriesOfDay(
    ArticleId? Admission, bool IsFree, long Day, long? LatestMilliseconds, int People)
{
    /// <summary>A card's rows are no more: of the oldest two are made one.</summary>
    private const int Most = 32;

    /// <summary>One entry.</summary>
    internal static EntriesOfDay Of(Passage entry, TerminalLimits limits) => new(
        entry.Admission,
        entry.IsFree,
        limits.DayOf(entry.Stamp.WallMilliseconds),
        entry.Stamp.Trusted ? entry.Stamp.WallMilliseconds : null,
        entry.People);

    /// <summary>Those of records that were retired.</summary>
    internal static EntriesOfDay Of(TicketEntries entries, TerminalLimits limits) => new(
        entries.Admission,
        IsFree: true,
        limits.DayOf(entries.LatestMilliseconds),
        entries.LatestMilliseconds,
        entries.People);

    /// <summary>The same to be written: by a ticket, with a time.</summary>
    internal TicketEntries ToTicket() =>
        new(Admission!.Value, Math.Min(People, TicketEntries.MostPeople), LatestMilliseconds!.Value);

    /// <summary>One row more, or a day's with more people: in the order of days.</summary>
    internal static ValueList<EntriesOfDay> Add(ValueList<EntriesOfDay> rows, EntriesOfDay entry)
    {
        var same = rows.FirstOrDefault(row => row.IsLike(entry) && row.Day == entry.Day);
        List<EntriesOfDay> all = [.. rows.Where(row => row != same), same.People == 0 ? entry : same.And(entry)];
        all.Sort((one, other) => one.Day.CompareTo(other.Day));
        if (all.Count > Most)
        {
            var next = all.FindIndex(1, row => row.IsLike(all[0]));
            // Counted as the later one is: a ticket is worth less then, and never more.
            if (next > 0)
                all[next] = all[next].And(all[0]);
            all.RemoveAt(0);
        }
        return [.. all];
    }

    private bool IsLike(EntriesOfDay other) =>
        (Admission, IsFree, LatestMilliseconds is null) ==
        (other.Admission, other.IsFree, other.LatestMilliseconds is null);

    private EntriesOfDay And(EntriesOfDay other) => this with
    {
        People = (int)Math.Min((long)People + other.People, int.MaxValue),
        LatestMilliseconds = LatestMilliseconds is { } latest ? Math.Max(latest, other.LatestMilliseconds ?? 0) : null,
    };
}
