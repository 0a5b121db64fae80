using EdgeTerminal.Core;
using EdgeTerminal.Host;

namespace Tests.Simulation;

/// <summary>
/// A gate's turnstile and its contacts. Without a process it is free, as docs/gate.md wants it wired; the fire contact
/// opens it whatever the process says, and so does one that cannot be read.
/// </summary>
internal sealed class SimulatedTurnstile(World world, Machine machine) : IStationDevices
{
    /// <summary>Who is in it comes through, also when it is locked behind him.</summary>
    private const long Through = 300;

    private const string Detail = "the simulated turnstile";

    private readonly SortedSet<Fault> faults = [];
    private bool isReleased = true;
    private bool isBusy;
    private bool isFireTold;

    /// <summary>The fire contact is on.</summary>
    public bool IsFire { get; private set; }

    /// <summary>Nobody can read it.</summary>
    public bool IsBlind => faults.Contains(Fault.FireInputLost);

    /// <summary>Whoever pushes it goes through.</summary>
    public bool IsFree => isReleased || IsFire || IsBlind;

    private bool TellsPassing => !faults.Contains(Fault.TurnstileContactLost);

    /// <inheritdoc/>
    public void Do(Effect.ToDevice order) => isReleased = order is not Effect.LockTurnstile;

    /// <inheritdoc/>
    public void Report()
    {
        (isReleased, isFireTold) = (false, false);
        TellFire();
        foreach (var fault in faults)
            Tell(new Input.FaultBegan(fault, Detail));
    }

    /// <inheritdoc/>
    public void LetGo() => isReleased = true;

    /// <inheritdoc/>
    public void Turn(DeviceFault what, bool fails)
    {
        if (FaultOf(what) is not { } fault || !(fails ? faults.Add(fault) : faults.Remove(fault)))
            return;
        TellFire();
        Tell(fails ? new Input.FaultBegan(fault, Detail) : new Input.FaultEnded(fault));
    }

    /// <summary>The fire contact turns.</summary>
    public void Burn(bool burns)
    {
        IsFire = burns;
        TellFire();
    }

    /// <summary>Somebody pushes it.</summary>
    /// <returns>False: it does not turn, or somebody else is in it.</returns>
    public bool TryEnter()
    {
        if (!IsFree || isBusy)
            return false;
        isBusy = true;
        world.Agenda.After(Through, () =>
        {
            isBusy = false;
            Pass();
        });
        return true;
    }

    /// <summary>The contact says that somebody has gone through, whether somebody has or not.</summary>
    public void Pass()
    {
        world.Tell($"{machine.Name}: somebody goes through");
        if (!TellsPassing)
            return;
        world.Checks.Of(machine.Name).Entries?.WentThrough(isFireTold);
        Tell(new Input.TurnstilePassed());
    }

    private void TellFire()
    {
        if (IsBlind || IsFire == isFireTold)
            return;
        isFireTold = IsFire;
        Tell(IsFire ? new Input.FireBegan() : new Input.FireEnded());
    }

    private static Fault? FaultOf(DeviceFault what) => what switch
    {
        DeviceFault.Tampered => Fault.TurnstileTampered,
        DeviceFault.Turnstile => Fault.TurnstileLost,
        DeviceFault.Contact => Fault.TurnstileContactLost,
        DeviceFault.FireInput => Fault.FireInputLost,
        _ => null,
    };

    private void Tell(Input input)
    {
        if (machine.Process is { } process)
            machine.Run(() => process.Take(new LoopInput.Core(input)));
    }
}
