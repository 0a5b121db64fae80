using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Several gates of a zone, and several zones of a site.</summary>
public sealed class GateZoneTests : IDisposable
{
    private readonly PeerJournal other = new("gate-2");

    public void Dispose() => other.Dispose();

    [Fact]
    public void What_was_passed_is_not_given_back_in_whatever_order_it_is_heard() // 204
    {
        var (gate, again) = (OpenGate(WayIn with { Zone = Festival }), OpenGate(WayIn with { Zone = Festival }));
        var entry = other.Write(Entry(Guest), stamp: Later(gate));
        var passed = other.Write(new Fact.EntryPassed(entry.Position), stamp: Later(gate));
        var back = other.Write(new Fact.EntryAbandoned(entry.Position, []), stamp: Later(gate));

        gate.Hear(entry, passed, back);
        again.Hear(back, passed, entry);

        Assert.Equal((1, 1), (People(gate), People(again)));
        Assert.Equal((Reason.PassedBack, Reason.PassedBack), (gate.AnswerTo(Guest), again.AnswerTo(Guest)));
    }

    [Fact]
    public void Zones_of_one_site_are_full_and_passed_back_each_by_itself() // 204, 206
    {
        var garden = ZoneId.Parse("garden");
        var gate = OpenGate(WayIn with { Zone = garden, Capacity = 1 }, Card(Guest, "TLF 2000"), MemberCard());
        gate.Hear(
            other.Write(Entry(Guest), stamp: Later(gate)), other.Write(Entry(Other), stamp: Later(gate)));
        Assert.Null(gate.AnswerTo(Guest));
        gate.Pass();

        Assert.Equal(garden, ((Fact.Entry)gate.Journal[^2].Fact).Zone);
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
        gate.Hear(other.Write(new Fact.Exit(Site.Card(Guest), Festival), stamp: Later(gate)));
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
        gate.Hear(other.Write(new Fact.Exit(Site.Card(Guest), garden), stamp: Later(gate)));
        Assert.Null(gate.AnswerTo(Member));
    }

    [Fact]
    public void A_gate_that_heard_nothing_of_before_knows_the_count_of_others_from_their_next_passage() // 206
    {
        var gate = OpenGate(WayIn with { Zone = Festival, Capacity = 100 });
        Assert.Null(gate.AnswerTo(Guest));
        gate.Pass();

        var next = new Fact.Exit(Site.Card(Other), Festival, GateCount: 99);
        var before = new Fact.Exit(Site.Card(Other), Festival, GateCount: 7);
        var (first, second) = (
            other.Write(before, stamp: Later(gate)), other.Write(next, stamp: Later(gate)));
        gate.Hear(second, first);

        Assert.Equal(99, People(gate));
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
    }

    [Fact]
    public void A_gate_says_with_each_passage_how_many_it_counts()
    {
        var gate = OpenGate(WayIn with { Zone = Festival });
        gate.AnswerTo(Guest, people: 3);
        gate.Pass();
        gate.Rest();
        gate.Give(new Input.ResetChosen());
        gate.Tap(Guest);

        Assert.Equal(
            [1, 2, 3, 2, 1, 0],
            gate.Journal.Select(record => record.Fact switch
            {
                Fact.Entry entry => entry.GateCount,
                Fact.EntryAbandoned back => back.GateCount,
                Fact.Exit exit => exit.GateCount,
                _ => null,
            }).OfType<long>());
    }

    [Fact]
    public void A_fire_at_another_gate_lets_out_who_was_inside_before_it() // 204, 206
    {
        var gate = OpenGate(WayIn with { Zone = Festival, Capacity = 2 });
        gate.GoIn(Guest);
        gate.Hear(other.Write(Entry(Other), stamp: Later(gate)));
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
        gate.Wait(Clock.Minute);
        gate.Hear(other.Write(new Fact.FireOpened(Festival), stamp: Later(gate)));
        gate.Wait(Clock.Minute);
        gate.Hear(other.Write(Entry(Other), stamp: Later(gate)));

        Assert.Null(gate.AnswerTo(Guest));
        gate.Pass();
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
        Assert.Equal(Reason.ZoneFull, gate.AnswerTo(Member));
    }

    [Fact]
    public void A_fire_here_lets_out_who_went_in_elsewhere_before_it() // 204
    {
        var gate = OpenGate(WayIn with { Zone = Festival, Capacity = 1 });
        gate.Hear(other.Write(Entry(Guest), stamp: Later(gate)));
        Assert.Equal(Reason.PassedBack, gate.AnswerTo(Guest));
        gate.Wait(Clock.Minute);

        gate.Give(new Input.FireBegan());
        gate.Give(new Input.FireEnded());

        Assert.Null(gate.AnswerTo(Guest));
    }

    private static long People(TerminalDriver gate) => gate.State.Present.Peers.Passages.PeopleIn(Festival);

    private static Fact.Entry Entry(string uid) => new(Site.Card(uid), 1, [], Records.Verdict, Festival);

    private static Stamp Later(TerminalDriver gate) => new(1, 1, gate.Wall + 1, Trusted: true);
}
