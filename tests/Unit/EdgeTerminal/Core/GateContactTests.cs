using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The contact that tells who goes through is lost while somebody may: it counts as passed, in and out.
/// </summary>
public class GateContactTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_was_let_through_has_gone(bool isWayOut)
    {
        var setup = isWayOut ? WayOut : WayIn;
        var gate = OpenGate(setup);
        gate.Tap(Guest);
        var entry = gate.Journal[^1];

        gate.Give(new Input.FaultBegan(Fault.TurnstileContactLost, "unplugged"));
        gate.Wait(setup.PassageMilliseconds);
        gate.Give(new Input.TimePassed());

        Assert.Equal(isWayOut ? new Fact.Exit(Site.Card(Guest)) : new Fact.EntryPassed(entry.Position), gate.LastFact);
        Assert.IsType<Effect.LockTurnstile>(gate.Orders[^1]);
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_has_who_stood_in_the_turnstile_when_it_was_lost(bool isWayOut)
    {
        var setup = isWayOut ? WayOut : WayIn;
        var gate = OpenGate(setup);
        gate.Tap(Guest);
        var entry = gate.Journal[^1];
        gate.Wait(setup.PassageMilliseconds);
        gate.Give(new Input.TimePassed());

        gate.Give(new Input.FaultBegan(Fault.TurnstileContactLost, "unplugged"));
        gate.Wait(setup.LockingMilliseconds);
        gate.Give(new Input.TimePassed());

        Assert.Equal(isWayOut ? new Fact.Exit(Site.Card(Guest)) : new Fact.EntryPassed(entry.Position), gate.LastFact);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_tamper_contact_says_nothing_of_who_went_through(bool isWayOut)
    {
        var setup = isWayOut ? WayOut : WayIn;
        var gate = OpenGate(setup);
        gate.Tap(Guest);

        gate.Give(new Input.FaultBegan(Fault.TamperContactLost, "unplugged"));
        gate.Rest();

        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryPassed or Fact.Exit);
        Assert.Equal(isWayOut ? 0 : 1, gate.Journal.Count(record => record.Fact is Fact.EntryAbandoned));
    }

    [Fact]
    public void A_turnstile_that_was_lost_as_well_let_nobody_through()
    {
        var gate = OpenGate();
        gate.Tap(Guest);

        gate.Give(new Input.FaultBegan(Fault.TurnstileContactLost, "unplugged"));
        gate.Give(new Input.FaultBegan(Fault.TurnstileLost, "unplugged"));
        gate.Rest();

        Assert.Single(gate.Journal, record => record.Fact is Fact.EntryAbandoned);
        Assert.DoesNotContain(gate.Journal, record => record.Fact is Fact.EntryPassed);
    }
}
