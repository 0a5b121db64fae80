using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What a gate knows of passages whose records are deleted.</summary>
public class GateRetentionTests
{
    private static readonly GateSetup TicketsOnly = WayIn with
    {
        Admissions = [Tickets], PassBack = new PassBackRules(),
    };

    private static readonly CardEntry Season = TicketCard(through: Clock.Noon + 900 * Clock.Day);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_ticket_of_a_season_is_worth_no_more_when_its_records_are_gone(bool isDated) // 205
    {
        var gate = OpenGate(TicketsOnly, Season);
        gate.Trusted = isDated;
        Use(gate, 3);
        gate.Trusted = true;

        foreach (var day in new[] { 40, 80, 360 })
        {
            Outlive(gate, day);

            Assert.Equal(gate.Journal.Count - 1, gate.Journal.Index().Last(row => IsRetirement(row.Item)).Index);
            Assert.Empty(gate.State.Past.Gate.Passages);
            Assert.Equal(gate.State.Past, Left(gate));
            Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));
        }
        Outlive(gate, 860);
        Assert.Null(gate.AnswerTo(Member));
    }

    [Fact]
    public void What_is_left_of_it_may_still_be_used() // 205
    {
        var gate = OpenGate(TicketsOnly, Season);
        Use(gate, 1);
        Outlive(gate, 40);
        Use(gate, 1);
        Outlive(gate, 80);

        Assert.Null(gate.AnswerTo(Member));
        gate.Pass();
        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));
        Assert.Equal(gate.State.Past, Left(gate));
    }

    [Fact]
    public void A_new_ticket_is_as_new_whatever_the_card_did_with_the_last_one()
    {
        var gate = OpenGate(TicketsOnly, Season);
        Use(gate, 3);
        Outlive(gate, 40);

        gate.ApplyList(50, gate.Ends, TicketCard(from: gate.Wall - Clock.Day, through: gate.Wall + Clock.Day));

        Assert.Null(gate.AnswerTo(Member));
    }

    [Fact]
    public void A_power_cut_between_what_is_carried_and_the_retirement_counts_nothing_twice()
    {
        var gate = OpenGate(TicketsOnly, Season);
        Use(gate, 2);
        gate.GiveAndLosePower(Age(gate, 40), durable: 1);
        Assert.Contains(gate.Journal, record => record.Fact is Fact.EntriesCarried);
        Assert.DoesNotContain(gate.Journal, IsRetirement);

        Outlive(gate, 41);

        Assert.Null(gate.AnswerTo(Member));
        gate.Pass();
        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));
    }

    [Fact]
    public void Many_cards_are_said_in_as_many_lines_as_they_need()
    {
        var admission = Tickets with { Article = Tickets.Article with { Id = ArticleId.Parse(new string('w', 40)) } };
        var uids = Enumerable.Range(0, 150).Select(number => $"04E1412B5B{number:X4}").ToList();
        var cards = uids.Select(uid =>
            Card(uid, "") with { Entitlements = [new Entitlement(Ticket, null, Clock.Noon * 2)] });
        var gate = OpenGate(TicketsOnly with { Admissions = [admission] }, [.. cards]);
        foreach (var uid in uids)
        {
            gate.GoIn(uid);
            gate.Rest();
        }

        Outlive(gate, 40);

        var carried = gate.Journal.Select(record => record.Fact).OfType<Fact.EntriesCarried>().ToList();
        Assert.Equal([64, 64, 22], carried.Select(fact => fact.Cards.Count));
        Assert.Equal(150, carried.SelectMany(fact => fact.Cards).Select(row => row.Card).Distinct().Count());
        // Each line is written and read: it fits.
        Assert.Equal(gate.Folded(), gate.State.Past);
    }

    [Fact]
    public void Who_came_in_before_the_oldest_record_is_still_counted() // 206
    {
        CardEntry[] cards = [Card(Guest, "TLF 9000"), MemberCard(Clock.Noon + 900 * Clock.Day)];
        var gate = OpenGate(WayIn with { Capacity = 2, PassBack = new PassBackRules() }, cards);
        gate.GoIn(Member);
        Outlive(gate, 40, cards);
        Assert.Equal(1, gate.State.Past.Gate.PeopleIn(null));

        Assert.Null(gate.AnswerTo(Guest));
        gate.Pass();
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Guest));
        Assert.Equal(gate.State.Past, Left(gate));
        gate.Give(new Input.FireBegan());
        gate.Give(new Input.FireEnded());
        Assert.Equal(0, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(gate.State.Past, Left(gate));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void An_entry_that_was_under_way_where_the_journal_begins_counts_as_it_was_settled(bool passes, int people)
    {
        var gate = new TerminalDriver(GateOf()) { SegmentRecords = 4 };
        gate.Start();
        gate.ApplyList(1, 0, Card(Guest, "TLF 9000"));
        gate.Confirm();
        while (gate.Journal[^1].Position.Sequence - gate.Segments[^1].Sequence < 3)
            gate.Record(new Fact.ConfigApplied(1));
        gate.Tap(Guest);
        var entry = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        while (gate.Segments[^1] < entry)
            gate.Record(new Fact.ConfigApplied(1));
        if (passes)
            gate.Pass();
        gate.Rest();
        Age(gate, 40);

        gate.Give(new Input.RecordsOutlived(gate.Segments.First(begin => begin > entry).Before()));

        Assert.Equal(people, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(gate.State.Past, Left(gate));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void So_does_one_that_a_second_segment_finds_under_way(bool passes, int people)
    {
        var gate = new TerminalDriver(GateOf()) { SegmentRecords = 4 };
        gate.Start();
        gate.ApplyList(1, 0, Card(Guest, "TLF 9000"));
        gate.Confirm();
        gate.Tap(Guest);
        var entry = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        while (gate.Segments.Count(begin => begin > entry) < 2)
            gate.Record(new Fact.ConfigApplied(1));
        var begin = gate.Segments[^1];
        var terminal = new Terminal(GateOf());
        var left = gate.Segments.Where(from => from > entry).Select(from => gate.Journal
            .SkipWhile(record => record.Position < from).TakeWhile(record => record.Position < begin)
            .Aggregate(TerminalState.Initial, terminal.Evolve).Past).First();

        // The second one's first record, as one says it who began with the first.
        var brought = Carrying.Forward(left);
        var state = terminal.Evolve(
            TerminalState.Initial, gate.Journal.First(record => record.Position == begin) with { Fact = brought });
        state = terminal.Evolve(state, gate.Journal[^1] with
        {
            Position = gate.Journal[^1].Position.Next(),
            Fact = passes ? new Fact.EntryPassed(entry) : new Fact.EntryAbandoned(entry, []),
        });

        Assert.Equal(people, state.Past.Gate.PeopleIn(null));
    }

    [Fact]
    public void Behind_records_that_cannot_be_read_the_journal_s_own_count_is_taken()
    {
        var gate = new TerminalDriver(GateOf()) { SegmentRecords = 4 };
        gate.Start();
        gate.ApplyList(1, 0, Card(Guest, "TLF 9000"));
        gate.Confirm();
        gate.GoIn(Guest);
        gate.Rest();
        var went = gate.Journal.Last(record => record.Fact is Fact.Entry).Position;
        while (gate.Segments[^1] < went)
            gate.Record(new Fact.ConfigApplied(1));
        var terminal = new Terminal(GateOf());
        var before = gate.Journal.TakeWhile(record => record.Position < went)
            .Aggregate(TerminalState.Initial, terminal.Evolve);
        var behind = gate.Journal.SkipWhile(record => record.Position <= went).ToList();

        var state = behind.Aggregate(terminal.PassOver(before, went, behind[0]), terminal.Evolve);

        Assert.Equal(0, before.Past.Gate.PeopleIn(null));
        Assert.Equal(1, state.Past.Gate.PeopleIn(null));
    }

    [Fact]
    public void What_says_nothing_of_people_changes_nothing_of_them()
    {
        var gate = OpenGate();
        gate.GoIn(Guest);
        gate.Rest();
        var last = gate.Journal[^1];
        var terminal = new Terminal(GateOf());
        var early = Carrying.Forward(gate.State.Past) with { People = null, Boots = gate.State.Past.Boots + 1 };

        var state = terminal.Evolve(gate.State, last with { Position = last.Position.Next(), Fact = early });

        Assert.Equal(1, state.Past.Gate.PeopleIn(null));
    }

    private static void Use(TerminalDriver gate, int times)
    {
        for (var time = 0; time < times; time++)
        {
            Assert.Null(gate.AnswerTo(Member));
            gate.Pass();
        }
        gate.Rest();
    }

    /// <summary>So many days after the beginning there is a list that has all.</summary>
    private static Input.RecordsOutlived Age(TerminalDriver gate, int day, params CardEntry[] cards)
    {
        gate.Rest();
        var last = gate.Journal[^1].Position;
        gate.Wait(Clock.Noon + day * Clock.Day - gate.Wall);
        gate.ApplyList(day, gate.Ends, cards.Length > 0 ? cards : [Season]);
        gate.Confirm();
        return new Input.RecordsOutlived(last);
    }

    private static void Outlive(TerminalDriver gate, int day, params CardEntry[] cards) =>
        gate.Give(Age(gate, day, cards));

    private static bool IsRetirement(JournalRecord record) => record.Fact is Fact.RecordsRetired;

    /// <summary>What the journal comes to without the segments that are retired.</summary>
    private static Remembered Left(TerminalDriver gate)
    {
        var begin = gate.Segments.Last(begin => begin.Sequence == 1 || begin.Before() <= gate.State.Past.Retired);
        var terminal = new Terminal(GateOf(TicketsOnly));
        return gate.Journal.SkipWhile(record => record.Position < begin)
            .Aggregate(TerminalState.Initial, terminal.Evolve).Past;
    }
}
