using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Somebody comes to a gate.</summary>
public class GateTests
{
    [Fact]
    public void A_member_goes_in_for_nothing_and_the_turnstile_is_released_behind_the_journal()
    {
        var gate = OpenGate();

        var decision = gate.Tap(Member);

        Assert.Equal(
            [new Fact.Entry(Site.Card(Member), 1, [], Verdict(gate), Zone: null, Members.Article.Line(1))],
            decision.Facts);
        Assert.Empty(decision.AtOnce);
        Assert.IsType<Effect.ReleaseTurnstile>(decision.Effects[0]);
        Assert.Equal(new GuestScreen.GoIn("Membre", Money.Zero, 1, []), gate.Screen);
    }

    [Fact]
    public void Without_a_contact_nobody_pays_for_a_turnstile_that_was_lost_meanwhile()
    {
        var gate = OpenGate(WayIn with { TellsPassing = false });
        gate.Tap(Guest);
        gate.Give(new Input.FaultBegan(Fault.TurnstileLost, "unplugged"));

        gate.Rest();

        Assert.Single(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryPassed);
    }

    [Fact]
    public void Whoever_is_no_member_pays_at_the_entry()
    {
        var gate = OpenGate();

        gate.Tap(Guest);

        Assert.Equal(
            [Pays(500)], Assert.IsType<Fact.Entry>(gate.LastFact).Payments);
        Assert.Equal(new GuestScreen.GoIn("Journée", new Money(500), 1, [.. Amounts("TLF 1500")]), gate.Screen);
    }

    [Fact]
    public void Who_has_gone_through_has_used_the_entry()
    {
        var gate = OpenGate();

        gate.GoIn(Guest);

        var entry = gate.Journal[^2];
        Assert.IsType<Fact.Entry>(entry.Fact);
        Assert.Equal(new Fact.EntryPassed(entry.Position), gate.LastFact);
        Assert.IsType<Effect.LockTurnstile>(gate.Orders[^1]);
        gate.Rest();
        Assert.Equal("Ready", gate.Phase);
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
    }

    [Fact]
    public void Behind_the_last_the_turnstile_is_locked_before_the_journal_says_that_he_passed()
    {
        var gate = OpenGate();
        gate.AnswerTo(Guest, people: 2);

        var first = gate.Give(new Input.TurnstilePassed());
        var last = gate.Give(new Input.TurnstilePassed());

        Assert.Empty(first.AtOnce);
        Assert.IsType<Fact.EntryPassed>(Assert.Single(last.Facts));
        Assert.Equal([new Effect.LockTurnstile()], last.AtOnce);
    }

    [Fact]
    public void Who_does_not_go_through_gets_entry_and_money_back()
    {
        var gate = OpenGate();
        gate.Tap(Guest);
        var entry = gate.Journal[^1].Position;

        gate.Wait(WayIn.PassageMilliseconds);
        gate.Give(new Input.TimePassed());
        Assert.IsType<Effect.LockTurnstile>(gate.Orders[^1]);
        gate.Wait(WayIn.LockingMilliseconds);
        gate.Give(new Input.TimePassed());

        Assert.Equal(new Fact.EntryAbandoned(entry, [Pays(500)]), gate.LastFact);
        Assert.Equal(new GuestScreen.NotPassed(1, new Money(500)), gate.Screen);
        Assert.Null(gate.AnswerTo(Guest));
        Assert.Equal([.. Amounts("TLF 1500")], Assert.IsType<GuestScreen.GoIn>(gate.Screen).Left);
    }

    [Fact]
    public void Who_was_in_the_turnstile_when_it_was_locked_has_gone_through()
    {
        var gate = OpenGate();
        gate.Tap(Guest);
        gate.Wait(WayIn.PassageMilliseconds);
        gate.Give(new Input.TimePassed());

        gate.Pass();

        Assert.IsType<Fact.EntryPassed>(gate.LastFact);
        gate.Rest();
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
    }

    [Fact]
    public void Of_a_group_each_goes_through_or_is_given_back()
    {
        var gate = OpenGate();
        gate.Give(new Input.PersonAdded());
        gate.Give(new Input.PersonAdded());
        Assert.Equal(new GuestScreen.WayIn(WayIn.Admissions, 3), gate.Screen);

        gate.Tap(Guest);
        gate.Pass();
        gate.Pass();
        Assert.Equal(3, gate.Orders.Count(order => order is Effect.ReleaseTurnstile));
        gate.Rest();

        Assert.Equal(3, gate.Journal.Count(record => record.Fact is Fact.Entry { People: 1 }));
        Assert.Equal(2, gate.Journal.Count(record => record.Fact is Fact.EntryPassed));
        var back = Assert.Single(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
        Assert.Equal([Pays(500)], ((Fact.EntryAbandoned)back.Fact).Returned);
        Assert.Equal(2, gate.State.Past.Gate.PeopleIn(null));
    }

    [Fact]
    public void A_groups_shares_are_what_its_card_pays_to_the_last_cent()
    {
        var gate = OpenGate(null, Card(Guest, "TNF 333, TLF 700, FED 900"));
        gate.Give(new Input.PersonAdded());
        gate.Give(new Input.PersonAdded());

        gate.Tap(Guest);

        var parts = gate.Journal.Select(record => record.Fact).OfType<Fact.Entry>()
            .Select(entry => entry.Payments[0].Parts).ToList();
        Assert.Equal(
            [[.. Amounts("TNF 333, TLF 167")], [.. Amounts("TLF 500")], [.. Amounts("TLF 33, FED 467")]], parts);
    }

    [Fact]
    public void More_people_than_go_in_with_one_card_are_not_counted()
    {
        var gate = OpenGate();
        for (var key = 0; key < 10; key++)
            gate.Give(new Input.PersonAdded());

        Assert.Equal(new GuestScreen.WayIn(WayIn.Admissions, 4), gate.Screen);
    }

    [Fact]
    public void Without_a_contact_whoever_was_let_through_has_gone()
    {
        var gate = OpenGate(WayIn with { TellsPassing = false });

        gate.Tap(Guest);
        gate.Rest();

        Assert.IsType<Fact.EntryPassed>(gate.LastFact);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_start_an_entry_that_was_under_way_is_given_back(bool powerWent)
    {
        var gate = OpenGate();
        gate.GoIn(Member);
        gate.Tap(Guest);
        var entry = gate.Journal[^1].Position;

        if (powerWent)
            gate.LosePower();
        else
            gate.Restart();

        Assert.Equal(
            [new Fact.EntryAbandoned(entry, [Pays(500)])],
            gate.Journal.Select(record => record.Fact).OfType<Fact.EntryAbandoned>());
        Assert.Equal(1, gate.State.Past.Gate.PeopleIn(null));
        Assert.Equal(gate.Folded(), gate.State.Past);
    }

    [Fact]
    public void A_guest_who_stops_the_daemon_goes_through_first()
    {
        var gate = OpenGate();
        gate.Tap(Guest);

        gate.Give(new Input.StopRequested());
        Assert.False(gate.Ended);
        gate.Pass();

        Assert.True(gate.Ended);
    }

    [Fact]
    public void A_way_out_writes_down_who_left_when_they_have()
    {
        var gate = OpenGate(WayOut);

        gate.Tap(Guest);
        Assert.IsType<Effect.ReleaseTurnstile>(gate.Orders[^1]);
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.Exit);
        gate.Pass();

        Assert.Equal(new Fact.Exit(Site.Card(Guest)), gate.LastFact);
    }

    [Fact]
    public void Who_turns_back_at_a_way_out_has_not_left()
    {
        var gate = OpenGate(WayOut);

        gate.Tap(Guest);
        gate.Rest();

        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.Exit or Fact.EntryAbandoned);
        Assert.Equal("Ready", gate.Phase);
    }

    [Fact]
    public void At_a_way_out_whose_contact_is_lost_whoever_was_let_out_has_left()
    {
        var gate = OpenGate(WayOut);
        gate.Give(new Input.FaultBegan(Fault.TurnstileContactLost, "unplugged"));

        gate.Tap(Guest);
        gate.Wait(WayOut.PassageMilliseconds);
        gate.Give(new Input.TimePassed());

        Assert.Equal(new Fact.Exit(Site.Card(Guest)), gate.LastFact);
        Assert.IsType<Effect.LockTurnstile>(gate.Orders[^1]);
    }

    [Theory]
    [InlineData(Fault.RolledBack)]
    [InlineData(Fault.JournalFull)]
    [InlineData(Fault.PanelLost)]
    [InlineData(Fault.TurnstileTampered)]
    [InlineData(Fault.TurnstileContactLost)]
    [InlineData(Fault.TamperContactLost)]
    public void A_way_out_keeps_nobody_in_for_whatever_fault(Fault fault)
    {
        var gate = OpenGate(WayOut);
        gate.Give(new Input.FaultBegan(fault, "planned"));

        gate.Tap(Other);

        Assert.IsType<Effect.ReleaseTurnstile>(gate.Orders[^1]);
    }

    [Theory]
    [InlineData(Fault.TurnstileTampered)]
    [InlineData(Fault.TurnstileLost)]
    [InlineData(Fault.TurnstileContactLost)]
    [InlineData(Fault.TamperContactLost)]
    public void A_forced_turnstile_lets_nobody_in(Fault fault)
    {
        var gate = OpenGate();

        gate.Give(new Input.FaultBegan(fault, "the contact says so"));

        Assert.Equal(new GuestScreen.OutOfService(Reason.DeviceFault), gate.Screen);
        Assert.Equal(new Fact.FaultRaised(fault.ToString(), "the contact says so"), gate.LastFact);
        gate.Give(new Input.FaultEnded(fault));
        Assert.Equal("Ready", gate.Phase);
    }

    private static Payment Pays(long cents) => new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", cents)]);

    private static Verdict Verdict(TerminalDriver gate) => ((Fact.Entry)gate.LastFact!).Verdict;
}
