using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>
/// What must hold of entries at one gate: each is passed or given back, once; nobody is let in before it is durable;
/// and fire opens.
/// </summary>
internal sealed class EntryChecks(Machine machine, Witness witness, GateSetup gate)
{
    private const string Once = "an entry is passed or given back, once";
    private const string FireOpens = "the fire input opens";

    private readonly SortedDictionary<RecordPosition, Fact.Entry> open = [];
    private readonly HashSet<RecordPosition> went = [];
    private readonly HashSet<RecordPosition> mayBeKnown = [];
    private bool hasHeardFire;
    private bool knowsItIsBlind;
    private bool knowsItIsDeaf;
    private bool isOpenedByCommand;
    private long? openedAtStep;

    /// <summary>Why it is not at rest; null when it is.</summary>
    public string? Unfinished => open.Keys.Any(entry => !(machine.Rotted >= entry)) ? "somebody is still let in" : null;

    /// <summary>While it has no list everybody goes in, for nothing.</summary>
    public bool LetsInWithoutList => gate.WithoutList == WithoutList.LetIn;

    private SimulatedTurnstile Turnstile => (SimulatedTurnstile)machine.Devices!;

    private bool IsFire => Turnstile.IsFire;

    /// <summary>An entry is durable.</summary>
    public void Entered(RecordPosition position, Fact.Entry entry) => open.Add(position, entry);

    /// <summary>The contact says that somebody has gone through.</summary>
    public void WentThrough(bool isFire)
    {
        if (!isFire && machine.Process is { IsServing: true } && open.Count > 0)
            went.Add(open.First().Key);
    }

    /// <summary>It is durable that somebody has.</summary>
    public void Passed(RecordPosition entry)
    {
        if (!open.Remove(entry))
            throw new BrokenInvariant(Once, $"{machine.Name}: {entry} is passed, and was not open");
        if (!went.Remove(entry) && !mayBeKnown.Remove(entry) && gate.TellsPassing && !knowsItIsDeaf)
            throw new BrokenInvariant(Once, $"{machine.Name}: {entry} is passed, and nobody went through");
    }

    /// <summary>It is durable that it is given back.</summary>
    public void GivenBack(Fact.EntryAbandoned fact)
    {
        if (!open.Remove(fact.Abandoned, out var entry))
            throw new BrokenInvariant(Once, $"{machine.Name}: {fact.Abandoned} is given back, and was not open");
        if (entry.Payments != fact.Returned)
            throw new BrokenInvariant(Once, $"{machine.Name}: of {fact.Abandoned} something else is given back");
        if (went.Remove(fact.Abandoned) && gate.TellsPassing)
            throw new BrokenInvariant(Once, $"{machine.Name}: {fact.Abandoned} is given back to who went through");
    }

    /// <summary>
    /// The process is gone: what it was told, and did not sync, the next one may know or not; and so it is with what it
    /// took for passed because nothing tells it.
    /// </summary>
    public void ProcessEnded()
    {
        mayBeKnown.UnionWith(knowsItIsDeaf ? open.Keys : went);
        went.Clear();
        (hasHeardFire, knowsItIsBlind, knowsItIsDeaf, openedAtStep) = (false, false, false, null);
    }

    /// <summary>The process orders something.</summary>
    public void Ordered(Effect.ToDevice order, DecisionBase? deciding)
    {
        switch (order)
        {
            case Effect.OpenTurnstile when IsFire && deciding?.Input is Input.FireBegan:
                openedAtStep ??= machine.DiskSteps;
                break;
            case Effect.OpenTurnstile when deciding?.Input is Input.FaultBegan { Fault: var fault } && OpensFor(fault):
                break;
            case Effect.OpenTurnstile:
                throw new BrokenInvariant("nothing opens before it is durable", $"{machine.Name} opens, for no fire");
            case Effect.LockTurnstile when IsFire && hasHeardFire:
                throw new BrokenInvariant(FireOpens, $"{machine.Name} locks its turnstile in a fire");
            case Effect.LockTurnstile when Turnstile.IsBlind && knowsItIsBlind:
                throw new BrokenInvariant(FireOpens, $"{machine.Name} locks, and would not hear of a fire");
            case Effect.ReleaseTurnstile when deciding?.Input is Input.CommandHeard command:
                if (witness.Last?.Record.Fact is not Fact.CommandDone
                    {
                        Command: CommandKind.OpenOnce, Outcome: "opened",
                    } done || done.Number != command.Number)
                    throw new BrokenInvariant(
                        "nothing opens before it is durable", $"{machine.Name} opens, and its journal says no such");
                isOpenedByCommand = true;
                break;
            case Effect.LockTurnstile:
                isOpenedByCommand = false;
                break;
            case Effect.ReleaseTurnstile when !gate.IsWayOut && (open.Count == 0 ||
                deciding?.Input is Input.CardPresented && !(witness.Last?.Record.Position > deciding.Tail)):
                throw new BrokenInvariant(
                    "nothing opens before it is durable", $"{machine.Name} lets somebody in without an entry");
        }
    }

    /// <summary>It is asked to show something.</summary>
    public void Asked(GuestScreen screen)
    {
        if (screen is GuestScreen.GoIn go && go.People > Math.Max(open.Count, isOpenedByCommand ? 1 : 0))
            throw new BrokenInvariant(
                "nothing is shown approved that is not durable",
                $"{machine.Name} lets {go.People} in, of {open.Count}");
    }

    /// <summary>It has decided.</summary>
    /// <param name="deciding">On what.</param>
    /// <param name="stepsBefore">That were taken on the disk before.</param>
    public void Decided(DecisionBase? deciding, long stepsBefore)
    {
        if (deciding?.Input is Input.FireBegan)
        {
            hasHeardFire = true;
            if (openedAtStep != stepsBefore)
                throw new BrokenInvariant(
                    FireOpens,
                    openedAtStep is null
                        ? $"{machine.Name} stays locked"
                        : $"{machine.Name} writes its journal first");
        }
        else if (deciding?.Input is Input.FireEnded)
            (hasHeardFire, openedAtStep) = (false, null);
        else if (deciding?.Input is Input.FaultBegan { Fault: Fault.FireInputLost })
            knowsItIsBlind = true;
        else if (deciding?.Input is Input.FaultEnded { Fault: Fault.FireInputLost })
            knowsItIsBlind = false;
        else if (deciding?.Input is Input.FaultBegan { Fault: Fault.TurnstileContactLost })
            knowsItIsDeaf = true;
        else if (deciding?.Input is Input.FaultEnded { Fault: Fault.TurnstileContactLost })
            knowsItIsDeaf = false;
    }

    /// <summary>It would not hear of a fire, or could let nobody out.</summary>
    private bool OpensFor(Fault fault) => fault is Fault.FireInputLost ||
        gate.IsWayOut && fault is Fault.ReaderLost or Fault.TurnstileLost or Fault.Revoked or Fault.KeysWiped;
}
