using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>What is left of passages whose records are retired.</content>
public sealed partial record GateMemory
{
    /// <summary>Whoever has a ticket of several entries may come back for so long: a season, and then some.</summary>
    private const long TicketMilliseconds = 400L * 24 * 3_600_000;

    /// <summary>Entries with a card by tickets and otherwise; those that were given back are not among them.</summary>
    public IEnumerable<EntriesOfDay> EntriesOf(CardToken card, TerminalLimits limits)
    {
        var carried = Carried.GetValueOrDefault(card);
        return Of(card).Where(passage => passage.IsEntry && !(passage.Position <= carried?.Through))
            .Select(entry => EntriesOfDay.Of(entry, limits))
            .Concat(carried is null ? [] : carried.Rows.Select(row => EntriesOfDay.Of(row, limits)));
    }

    /// <summary>
    /// What a segment begins with: how many there are, and which of them may still be given back; null: nobody was ever
    /// let through.
    /// </summary>
    internal (ValueList<ZonePeople>? People, ValueList<EntryUnderWay> UnderWay) Forward() => (
        IsUsed ? People : null,
        [
            .. UnderWay.Select(row => new EntryUnderWay(row.Key, row.Value.Zone, row.Value.People))
                .Concat(RetiredUnderWay.Where(row => !UnderWay.ContainsKey(row.Entry)))
                .OrderBy(row => row.Entry),
        ]);

    /// <summary>A journal begins here, with so many people, or says it behind records that could not be read.</summary>
    internal GateMemory Begin(Fact.BroughtForward brought) => brought.People is not { } people
        ? this
        : this with
        {
            IsUsed = true,
            People = people,
            Retired = people.Change(Since(Fire), sign: -1),
            RetiredUnderWay = brought.Entries,
        };

    /// <summary>Nobody knows who went through meanwhile, and whether what was under way was settled.</summary>
    internal GateMemory PassOver() =>
        UnderWay.Aggregate(this, (gate, row) => gate.WithSettled(row.Key, row.Value)) with
        {
            UnderWay = UnderWay.Clear(),
        };

    /// <summary>Whether it was passed or given back is said behind it, or cannot be read.</summary>
    internal GateMemory WithSettled(RecordPosition first, Fact.Entry entry) => this with
    {
        RetiredUnderWay = RetiredUnderWay.With([new EntryUnderWay(first, entry.Zone, entry.People)]),
    };

    /// <summary>An entry that the journal that is left does not have was settled.</summary>
    internal GateMemory SettleRetired(RecordPosition entry, bool isGivenBack)
    {
        if (RetiredUnderWay.FirstOrDefault(row => row.Entry == entry) is not { People: > 0 } found)
            return this;
        var by = isGivenBack ? -found.People : 0;
        return this with
        {
            RetiredUnderWay = [.. RetiredUnderWay.Where(row => row.Entry != entry)],
            Retired = Retired.Change(found.Zone, by),
            People = People.Change(found.Zone, by),
        };
    }

    /// <summary>
    /// What is to be said of cards whose entries by these tickets stand in records that are about to be retired. Of an
    /// entry that no clock could date it is known that it was not later than now.
    /// </summary>
    internal IEnumerable<Fact.EntriesCarried> Carry(
        RecordPosition through, IReadOnlySet<ArticleId> tickets, Now now, TerminalLimits limits)
    {
        var rows = new List<CardEntries>();
        foreach (var card in Passages.Keys.Union(Carried.Keys).Order())
        {
            var carried = Carried.GetValueOrDefault(card);
            var retired = Of(card).Where(passage =>
                passage.IsEntry && passage.Position <= through && !(passage.Position <= carried?.Through) &&
                passage.Admission is { } by && tickets.Contains(by)).ToList();
            if (retired.Count == 0 && !(carried?.Position <= through))
                continue;
            var sums = retired.Select(entry => EntriesOfDay.Of(entry, limits))
                .Select(entry => entry with { LatestMilliseconds = entry.LatestMilliseconds ?? now.WallMilliseconds })
                .Concat(carried is null ? [] : carried.Rows.Select(row => EntriesOfDay.Of(row, limits)))
                .Where(entry => tickets.Contains(entry.Admission!.Value) &&
                    entry.LatestMilliseconds > now.WallMilliseconds - TicketMilliseconds)
                .Aggregate(default(ValueList<EntriesOfDay>), EntriesOfDay.Add);
            if (sums.Count == 0)
                continue;
            if (rows.Sum(row => row.Entries.Count) + sums.Count > Fact.EntriesCarried.MostRows)
            {
                yield return new Fact.EntriesCarried(through, [.. rows]);
                rows.Clear();
            }
            rows.Add(new CardEntries(card, [.. sums.Select(row => row.ToTicket())]));
        }
        if (rows.Count > 0)
            yield return new Fact.EntriesCarried(through, [.. rows]);
    }

    /// <summary>It was said.</summary>
    internal GateMemory With(RecordPosition position, Fact.EntriesCarried said) => this with
    {
        Carried = Carried.SetItems(said.Cards.Select(row =>
            KeyValuePair.Create(row.Card, new CarriedEntries(position, said.Through, row.Entries)))),
    };
}
