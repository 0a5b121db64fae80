using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Property.EdgeTerminal.Core;

/// <summary>
/// What a gate's journal says to somebody who loses nothing of it. What is said again was said before.
/// </summary>
/// <param name="holder">Whose ticket is counted.</param>
internal sealed class GateBook(CardToken holder)
{
    private readonly Dictionary<RecordPosition, Fact.Entry> entries = [];
    private readonly Dictionary<RecordPosition, long> burnt = [];

    /// <summary>Neither passed nor given back.</summary>
    public SortedDictionary<RecordPosition, Fact.Entry> Open { get; } = [];

    public int Passed { get; private set; }

    public int GivenBack { get; private set; }

    /// <summary>Of each card that paid: how many went in.</summary>
    public Dictionary<CardToken, int> PassedWith { get; } = [];

    /// <summary>In less out, since all could leave.</summary>
    public long People { get; private set; }

    /// <summary>What the gate said last of that; null: nothing since it could not read all at a start.</summary>
    public long? Said { get; private set; } = 0;

    /// <summary>Entries by the holder's ticket that were not given back.</summary>
    public int Used { get; private set; }

    /// <summary>The last record that cannot be read; null: all can.</summary>
    public RecordPosition? Rotten { get; private set; }

    /// <summary>So many people at most are in what cannot be read.</summary>
    public long RottenPeople { get; private set; }

    /// <summary>So many entries by the holder's ticket at most are in what cannot be read, and were not given back.
    /// </summary>
    public int RottenUses { get; private set; }

    /// <summary>So many of them are said there to be given back.</summary>
    public int RottenReturns { get; private set; }

    public void Take(JournalRecord record)
    {
        if (record.Reissues is not null)
            return;
        switch (record.Fact)
        {
            case Fact.BootStarted when Rotten is not null:
                Said = null;
                break;
            case Fact.Entry entry:
                entries.Add(record.Position, entry);
                Open.Add(record.Position, entry);
                People++;
                Used += IsByTicket(entry) ? 1 : 0;
                Said = entry.GateCount;
                break;
            case Fact.EntryPassed passed:
                PassedWith[Settle(passed.Passed).Card] = PassedWith.GetValueOrDefault(entries[passed.Passed].Card) + 1;
                Passed++;
                break;
            case Fact.EntryAbandoned back:
                var given = Settle(back.Abandoned);
                Assert.Equal(given.Payments, back.Returned);
                GivenBack++;
                People--;
                Used -= IsByTicket(given) ? 1 : 0;
                Said = back.GateCount;
                break;
            case Fact.Exit exit:
                People--;
                Said = exit.GateCount;
                break;
            case Fact.FireOpened:
                burnt[record.Position] = People;
                (People, Said) = (0, 0);
                break;
        }
    }

    /// <summary>It cannot be read any more.</summary>
    public void Lose(JournalRecord record)
    {
        Rotten = record.Position > (Rotten ?? default) ? record.Position : Rotten;
        RottenPeople += record.Fact switch
        {
            Fact.Entry or Fact.EntryAbandoned or Fact.Exit => 1,
            Fact.FireOpened => Math.Abs(burnt[record.Reissues?.Position() ?? record.Position]),
            Fact.BroughtForward { People: { } people } => people.Sum(row => Math.Abs(row.People)),
            _ => 0,
        };
        RottenUses += record.Fact switch
        {
            Fact.Entry entry when IsByTicket(entry) => 1,
            Fact.EntriesCarried carried => carried.Cards.Where(row => row.Card == holder)
                .SelectMany(row => row.Entries).Sum(row => row.People),
            _ => 0,
        };
        RottenReturns += record.Fact is Fact.EntryAbandoned back && IsByTicket(entries[back.Abandoned]) ? 1 : 0;
    }

    private Fact.Entry Settle(RecordPosition entry)
    {
        Assert.True(Open.Remove(entry), $"{entry} is passed or given back, and was before");
        return entries[entry];
    }

    private bool IsByTicket(Fact.Entry entry) =>
        entry.Card == holder && entry.Admission?.Article == Gates.Tickets.Article.Id;
}
