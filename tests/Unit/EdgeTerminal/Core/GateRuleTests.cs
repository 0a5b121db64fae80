using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Who is let in, and by which number a gate refuses.</summary>
public sealed class GateRuleTests : IDisposable
{
    private static readonly PassBackRules Off = new();

    private readonly PeerJournal other = new("gate-2");

    public void Dispose() => other.Dispose();

    [Fact]
    public void A_membership_that_is_over_today_lets_nobody_in() // 201
    {
        var gate = OpenGate(Only(Members), MemberCard(through: Clock.Noon + Clock.Minute), Card(Guest, "TLF 900"));
        Assert.Null(gate.AnswerTo(Member));

        gate.Wait(2 * Clock.Minute);

        Assert.Equal(Reason.NotEntitled, gate.AnswerTo(Member));
        Assert.Equal(Reason.NotEntitled, gate.AnswerTo(Guest));
    }

    [Fact]
    public void Outside_its_hours_a_ticket_lets_nobody_in() // 202
    {
        var evening = new Admission(Day.Article with { Window = new SaleWindow(18 * 60, 2 * 60) });

        var gate = OpenGate(Only(evening));

        Assert.Equal(Reason.OutsideWindow, gate.AnswerTo(Guest));
        gate.Wait(7 * Clock.Hour);
        gate.Confirm();
        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void For_adults_only_means_known_adults() // 203
    {
        var adults = new Admission(Day.Article with { AdultsOnly = true });

        Assert.Equal(Reason.AgeClass, OpenGate(Only(adults)).AnswerTo(Guest));
    }

    [Fact]
    public void A_card_that_is_inside_is_not_let_in_before_it_went_out() // 204
    {
        var gate = OpenGate();
        gate.GoIn(Guest);
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));

        gate.Rest();
        gate.Give(new Input.ResetChosen());
        gate.Tap(Guest);

        Assert.Equal(new Fact.Exit(Site.Card(Guest)), gate.LastFact);
        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_reset_writes_nothing_down_of_a_card_that_is_outside() // 206
    {
        var gate = OpenGate(WayIn with { Capacity = 1 });
        gate.GoIn(Guest);
        gate.Rest();
        for (var press = 0; press < 3; press++)
        {
            gate.Give(new Input.ResetChosen());
            gate.Tap(Other);
            Assert.Equal(new GuestScreen.ResetDone(WasInside: false), gate.Screen);
        }

        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.Exit);
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
    }

    [Fact]
    public void A_group_is_one_tap_and_one_that_was_given_back_whole_is_none() // 403
    {
        var limits = Generous with { Uid = Generous.Uid with { VelocityTaps = 2, VelocitySeconds = 600 } };
        var gate = Open(GateOf(WayIn with { PassBack = new PassBackRules() }, limits), Card(Guest, "TLF 9000"));

        Assert.Null(gate.AnswerTo(Guest, people: 4));
        gate.Rest();
        Assert.Null(gate.AnswerTo(Guest, people: 3));
        gate.Pass();
        gate.Rest();
        Assert.Null(gate.AnswerTo(Guest));
        gate.Pass();
        Assert.Equal(Reason.Velocity, gate.AnswerTo(Guest));

        Assert.Equal(gate.Folded(), gate.State.Past);
    }

    [Fact]
    public void A_restart_does_not_let_a_card_in_twice() // 204
    {
        var gate = OpenGate();
        gate.GoIn(Guest);

        gate.LosePower();
        gate.ApplyList(2, watermark: 3, Card(Guest, "TLF 1500"));

        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
    }

    [Fact]
    public void Where_it_is_not_checked_a_card_goes_in_again()
    {
        var gate = OpenGate(WayIn with { PassBack = Off });
        gate.GoIn(Guest);

        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void After_its_time_a_card_counts_as_outside()
    {
        var hourly = new PassBackRules { IsOn = true, ResetMilliseconds = Clock.Hour };
        var gate = OpenGate(WayIn with { PassBack = hourly });
        gate.GoIn(Guest);

        gate.Wait(Clock.Hour - 1);
        gate.Confirm();
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
        gate.Wait(Clock.Minute);
        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void With_a_new_day_all_count_as_outside()
    {
        var gate = OpenGate(WayIn with { PassBack = new PassBackRules { IsOn = true, ResetsDaily = true } });
        gate.GoIn(Guest);
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));

        gate.Wait(Clock.Day);
        gate.Confirm();

        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_ticket_has_so_many_entries_and_what_was_given_back_is_none() // 205
    {
        var gate = OpenGate(Only(Tickets) with { PassBack = Off }, TicketCard());
        gate.GoIn(Member);
        gate.GoIn(Member);
        gate.Tap(Member);
        gate.Rest();
        Assert.Contains(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
        gate.GoIn(Member);

        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));
    }

    [Fact]
    public void A_group_uses_as_many_entries_of_a_ticket_as_it_has_people() // 205
    {
        var gate = OpenGate(Only(Tickets) with { PassBack = Off, MostPeople = 4 }, TicketCard());

        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member, people: 4));
        Assert.Null(gate.AnswerTo(Member, people: 3));
        gate.Pass();
        gate.Pass();
        gate.Pass();
        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));
    }

    [Fact]
    public void So_many_entries_a_day_begin_anew_with_the_day() // 205
    {
        var daily = Members with { EntriesPerDay = 1 };
        var gate = OpenGate(Only(daily) with { PassBack = Off }, MemberCard(through: Clock.Noon + 9 * Clock.Day));
        gate.GoIn(Member);
        Assert.Equal(Reason.AllowanceUsed, gate.AnswerTo(Member));

        gate.Wait(Clock.Day);
        gate.Confirm();

        Assert.Null(gate.AnswerTo(Member));
    }

    [Fact]
    public void A_membership_is_one_persons() // 201
    {
        var gate = OpenGate(Only(Members) with { MostPeople = 4 });

        Assert.Equal(Reason.NotEntitled, gate.AnswerTo(Member, people: 2));
    }

    [Fact]
    public void A_full_zone_takes_nobody_more_until_somebody_leaves() // 206
    {
        var gate = OpenGate(WayIn with { Capacity = 1, Zone = Festival });
        gate.GoIn(Guest);
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));

        gate.Hear(other.Write(new Fact.Exit(Site.Card(Guest), Festival), stamp: Later(gate)));

        Assert.Null(gate.AnswerTo(Member));
    }

    [Fact]
    public void Who_cannot_pay_is_told_so() // 301
    {
        Assert.Equal(Reason.BalanceTooLow, OpenGate(null, Card(Guest, "TLF 499")).AnswerTo(Guest));
    }

    [Fact]
    public void Two_cards_are_not_told_apart() // 104
    {
        var gate = OpenGate();

        gate.Give(new Input.SeveralCardsPresented(JournalHasRoom: true));

        Assert.Equal(Reason.TwoCards, Assert.IsType<Fact.Refusal>(gate.LastFact).Reason);
    }

    [Fact]
    public void Who_went_in_at_another_gate_of_the_zone_is_inside_until_a_gate_saw_them_leave() // 204
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        gate.Hear(other.Write(Entry(Guest), stamp: Later(gate)));
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));

        gate.Wait(Clock.Minute);
        gate.Hear(other.Write(new Fact.Exit(Site.Card(Guest), Festival), stamp: Later(gate)));

        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_gate_of_another_zone_says_nothing_of_this_one()
    {
        var gate = OpenGate();
        gate.Hear(other.Write(Entry(Guest), stamp: Later(gate)));

        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_list_that_has_an_entry_elsewhere_does_not_make_it_forgotten() // 204
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        gate.Hear(other.Write(Entry(Guest), stamp: Later(gate)));
        gate.PeerWatermarks = [new Watermark(other.Terminal, 1, 1)];

        gate.ApplyList(2, watermark: 0, Card(Guest, "TLF 2000"));

        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_given_back_elsewhere_was_no_entry_in_whatever_order_it_is_heard(bool inOrder)
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        var entry = other.Write(Entry(Guest), stamp: Later(gate));
        var back = other.Write(new Fact.EntryAbandoned(entry.Position, []), stamp: Later(gate));

        gate.Hear(inOrder ? [entry, back] : [back, entry]);

        Assert.Equal(0, gate.State.Present.Peers.Passages.PeopleIn(Festival));
        Assert.Null(gate.AnswerTo(Guest));
    }

    [Fact]
    public void A_ticket_is_used_up_by_what_was_let_in_with_it_and_by_nothing_else() // 205
    {
        var gate = OpenGate(WayIn with { PassBack = Off }, Card(Member, "TLF 2000") with
        {
            Entitlements = [.. MemberCard().Entitlements, .. TicketCard().Entitlements],
        });
        for (var time = 0; time < 4; time++)
            gate.GoIn(Member);
        Assert.All(gate.Journal.Select(record => record.Fact).OfType<Fact.Entry>(), entry =>
            Assert.Equal(Members.Article.Line(1), entry.Admission));

        // A group needs another admission than the membership: the ticket has all of its three entries.
        Assert.Null(gate.AnswerTo(Member, people: 3));
        Assert.Equal(Tickets.Article.Id, ((Fact.Entry)gate.LastFact!).Admission!.Article);
    }

    [Fact]
    public void An_entry_says_what_it_was_paid_for()
    {
        var gate = OpenGate();

        gate.Tap(Guest);

        Assert.Equal(Day.Article.Line(1), ((Fact.Entry)gate.LastFact!).Admission);
    }

    [Fact]
    public void Without_any_list_a_gate_refuses_by_its_number() // 405
    {
        var gate = new TerminalDriver(GateOf());
        gate.Start();

        Assert.Equal(Reason.ListExpired, gate.AnswerTo(Guest));
    }

    [Fact]
    public void Without_any_list_a_gate_lets_all_in_where_it_is_told_to_and_writes_it_down()
    {
        var gate = new TerminalDriver(GateOf(WayIn with { WithoutList = WithoutList.LetIn }));
        gate.Start();

        Assert.Null(gate.AnswerTo(Guest));

        var entry = Assert.IsType<Fact.Entry>(gate.LastFact);
        Assert.Equal((0, ListMode.Missing), (entry.Payments.Count, entry.Verdict.Mode));
        gate.Pass();
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
        Assert.Equal(Reason.RandomUid, gate.AnswerTo("08123456"));
    }

    private static GateSetup Only(Admission admission) => WayIn with { Admissions = [admission] };

    private static Fact.Entry Entry(string uid) => new(Site.Card(uid), 1, [], Records.Verdict, Festival);

    private static Stamp Later(TerminalDriver gate) => new(1, 1, gate.Wall + 1, Trusted: true);
}
