using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <content>
/// When it stands open: in a fire, where it would not hear of one, and as a way out that can let nobody out one by one,
/// or serves nobody any more.
/// </content>
internal sealed partial class Gate
{
    private static GuestScreen GoInUnasked => new GuestScreen.GoIn(Name: null, Money.Zero, People: 1, Left: []);

    private static ImmutableArray<Effect.ToDevice> Opening => [new Effect.OpenTurnstile()];

    protected override StationPhase Idle(TerminalState state) =>
        StandsOpen(state) ? new GatePhase.Open(state.Present.FireIsOn) : base.Idle(state);

    /// <summary>
    /// For one person, in whatever direction, who is not counted: no card, no entry. What cannot be now and may be soon
    /// is left, and ordered again.
    /// </summary>
    private Decision OpenOnce(TerminalState state, Now now, Input.CommandHeard command) => state.Present.Phase switch
    {
        GatePhase.Released or GatePhase.Locking => Ignore(state, SomebodyGoes),
        StationPhase.Refused => Ignore(state, VerdictFirst),
        StationPhase.Listening => Ignore(state, "the ledger's first word is waited for"),
        GatePhase.Open => Commanding.Answer(state.Present, command, "it stands open"),
        _ when Forbids(state.Past.Faults) is not null =>
            Commanding.Answer(state.Present, command, "it is out of service"),
        _ => LetOut(state, now, card: null, gate.IsWayOut ? new GuestScreen.GoOut() : GoInUnasked) with
        {
            Facts = [Commanding.Done(command, "opened")],
        },
    };

    /// <summary>It opens as for a fire, and locks as after one; a fire nobody saw is not written down.</summary>
    protected override Decision OnFaults(TerminalState state, ImmutableSortedSet<Fault> faults, Fact fact)
    {
        var next = state with { Past = state.Past with { Faults = faults } };
        return (state.Present.Phase, StandsOpen(next)) switch
        {
            (not GatePhase.Open, true) => Opened(next, fact),
            (GatePhase.Open, false) => Locked(Rest(next)) with { Facts = [fact] },
            _ => base.OnFaults(state, faults, fact),
        };
    }

    private bool StandsOpen(TerminalState state) =>
        state.Present.FireIsOn || state.Past.Faults.Contains(Fault.FireInputLost) ||
        gate.IsWayOut && state.Past.Faults.Overlaps(
            [Fault.ReaderLost, Fault.TurnstileLost, .. FaultRules.ForGood]);

    /// <summary>Before the journal and whatever else: it opens.</summary>
    private Decision OpenForFire(TerminalState state)
    {
        var lit = state with { Present = state.Present with { FireIsOn = true } };
        var fact = new Fact.FireOpened(gate.Zone);
        return state.Present.Phase switch
        {
            // The journal is being read: it is said at the start.
            StationPhase.Starting => new Decision(lit.Present, [], []) { AtOnce = Opening },
            StationPhase.Stopped => new Decision(lit.Present, [fact], []) { AtOnce = Opening },
            _ => Opened(lit, fact),
        };
    }

    private Decision EndFire(TerminalState state)
    {
        var over = state with { Present = state.Present with { FireIsOn = false } };
        return state.Present.Phase is StationPhase.Starting or StationPhase.Stopped
            ? Locked(new Decision(over.Present, [], []))
            : StandsOpen(over) ? Rest(over)
            : Locked(Rest(over));
    }

    /// <summary>What was under way is given back, and whoever asked it to stop is not forgotten.</summary>
    private Decision Opened(TerminalState state, Fact why)
    {
        var next =
            state.Present.Phase is GatePhase.Released { StopAfter: true } or GatePhase.Locking { StopAfter: true }
                ? Stop(state)
                : Rest(state);
        return next with { Facts = InOrder([.. GivenBack(state), why]), AtOnce = Opening };
    }
}
