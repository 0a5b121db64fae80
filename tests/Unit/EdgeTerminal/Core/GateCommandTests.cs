using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The ledger lets one person through a gate: somebody who delivers something, say.</summary>
public class GateCommandTests
{
    private readonly TerminalDriver gate = Gates.OpenGate();

    [Fact]
    public void One_person_goes_through_and_nobody_is_counted_or_pays()
    {
        var opening = Give(7);
        Assert.Equal([new Fact.CommandDone(7, "openOnce", "opened")], opening.Facts);
        Assert.Contains(new Effect.ReleaseTurnstile(), opening.Effects);
        Assert.NotNull(Give(7).Ignored);

        var passed = gate.Give(new Input.TurnstilePassed());

        Assert.Empty(passed.Facts);
        Assert.Equal([new Effect.LockTurnstile()], passed.AtOnce);
        Assert.Empty(gate.State.Past.Gate.UnderWay);
    }

    [Fact]
    public void Where_nobody_comes_it_is_locked_again_and_nothing_is_given_back()
    {
        Give(7);

        for (var phase = 0; phase < 2; phase++)
        {
            gate.Wait(gate.State.Present.Phase.WakeAtMilliseconds!.Value - gate.Monotonic);
            Assert.Empty(gate.Give(new Input.TimePassed()).Facts);
        }

        Assert.Equal(("Ready", new Effect.LockTurnstile()), (gate.Phase, gate.Orders[^1]));
    }

    /// <summary>The ledger says it again.</summary>
    [Fact]
    public void While_somebody_goes_through_it_waits()
    {
        gate.Tap(Guest);
        Assert.NotNull(Give(7).Ignored);

        gate.Give(new Input.TurnstilePassed());

        Assert.Equal("Released", GiveAndSay(7));
    }

    [Fact]
    public void A_gate_that_stands_open_or_is_out_of_service_says_so()
    {
        gate.Give(new Input.FireBegan());
        Assert.Equal("Open", GiveAndSay(7));
        Assert.Equal("it stands open", Assert.IsType<Fact.CommandDone>(gate.LastFact).Outcome);
        gate.Give(new Input.FireEnded());

        gate.Give(new Input.FaultBegan(Fault.TurnstileLost, "for the test"));
        Assert.Equal("OutOfService", GiveAndSay(8));
        Assert.Equal("it is out of service", Assert.IsType<Fact.CommandDone>(gate.LastFact).Outcome);
    }

    [Fact]
    public void A_fire_opens_it_meanwhile_for_all()
    {
        Give(7);

        var fire = gate.Give(new Input.FireBegan());

        Assert.Equal([new Effect.OpenTurnstile()], fire.AtOnce);
        Assert.Single(fire.Facts, fact => fact is Fact.FireOpened);
    }

    /// <summary>Whoever stops lets the turnstile go: not while people are to leave.</summary>
    [Fact]
    public void A_gate_that_stands_open_is_not_started_anew_before_that_is_over()
    {
        var command = new Input.CommandHeard(7, gate.Wall + Clock.Minute, CommandKind.Restart, Card: null);
        gate.Give(new Input.FireBegan());
        Assert.NotNull(gate.Give(command).Ignored);
        Assert.False(gate.Ended);

        gate.Give(new Input.FireEnded());
        gate.Give(command);

        Assert.True(gate.Ended);
    }

    [Fact]
    public void Other_stations_cannot()
    {
        var till = new TerminalDriver(Setup());
        till.Start();

        till.Give(new Input.CommandHeard(7, till.Wall, CommandKind.OpenOnce, Card: null));

        Assert.Equal(
            new Fact.CommandDone(7, "openOnce", "a station of this kind cannot do that"), till.LastFact);
    }

    private string GiveAndSay(long number)
    {
        Give(number);
        return gate.Phase;
    }

    private Decision Give(long number) =>
        gate.Give(new Input.CommandHeard(number, gate.Wall + Clock.Minute, CommandKind.OpenOnce, Card: null));
}
