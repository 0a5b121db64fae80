using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Gates;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The fire input opens, whatever else is going on.</summary>
public class GateFireTests
{
    [Fact]
    public void It_opens_before_the_journal_says_so()
    {
        var gate = OpenGate();

        var decision = gate.Give(new Input.FireBegan());

        Assert.Equal([new Effect.OpenTurnstile()], decision.AtOnce);
        Assert.Equal([new Fact.FireOpened()], decision.Facts);
        Assert.Equal(new GuestScreen.StandsOpen(IsFire: true), gate.Screen);
    }

    [Fact]
    public void Before_the_journal_is_read_it_opens_and_is_said_at_the_start()
    {
        var gate = new TerminalDriver(GateOf());

        Assert.Equal([new Effect.OpenTurnstile()], gate.Give(new Input.FireBegan()).AtOnce);
        Assert.Empty(gate.Journal);
        gate.Start();

        Assert.Contains(gate.Journal, record => record.Fact is Fact.FireOpened);
        Assert.Equal("Open", gate.Phase);
    }

    [Fact]
    public void Who_was_let_in_at_that_moment_has_entry_and_money_back()
    {
        var gate = OpenGate();
        gate.Tap(Guest);
        var entry = gate.Journal[^1];

        var decision = gate.Give(new Input.FireBegan());

        Assert.Equal(
            [new Fact.EntryAbandoned(entry.Position, ((Fact.Entry)entry.Fact).Payments), new Fact.FireOpened()],
            decision.Facts);
    }

    [Fact]
    public void Whoever_asked_it_to_stop_is_not_forgotten()
    {
        var gate = OpenGate();
        gate.Tap(Guest);
        gate.Give(new Input.StopRequested());

        var decision = gate.Give(new Input.FireBegan());

        Assert.True(gate.Ended);
        Assert.Equal([new Effect.OpenTurnstile()], decision.AtOnce);
        Assert.DoesNotContain(new Effect.LockTurnstile(), decision.Effects);
    }

    [Fact]
    public void Nothing_locks_it_while_it_is_on()
    {
        var gate = OpenGate();
        gate.Give(new Input.FireBegan());
        gate.Orders.Clear();

        gate.Tap(Guest);
        gate.Pass();
        gate.Wait(Clock.Minute);
        gate.Give(new Input.TimePassed());
        gate.Give(new Input.FaultBegan(Fault.RolledBack, "planned"));
        gate.Give(new Input.FireBegan());

        Assert.Empty(gate.Orders);
        Assert.Equal("Open", gate.Phase);
    }

    [Fact]
    public void When_it_is_over_the_gate_locks_and_nobody_is_inside()
    {
        var gate = OpenGate();
        gate.GoIn(Guest);
        gate.Give(new Input.FireBegan());

        gate.Give(new Input.FireEnded());

        Assert.IsType<Effect.LockTurnstile>(gate.Orders[^1]);
        Assert.Equal(0, gate.State.Past.Gate.PeopleIn(null));
        Assert.Null(gate.AnswerTo(Guest));
        Assert.Equal(gate.Folded(), gate.State.Past);
    }

    [Fact]
    public void A_fault_that_came_meanwhile_keeps_it_out_of_service_afterwards()
    {
        var gate = OpenGate();
        gate.Give(new Input.FireBegan());
        gate.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));

        gate.Give(new Input.FireEnded());

        Assert.Equal(new GuestScreen.OutOfService(Reason.DeviceFault), gate.Screen);
    }
}
