using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;

namespace EdgeTerminal.Host;

/// <summary>
/// A gate's turnstile and its contacts, each on a thread of its own. The fire contact opens it here, at once, and so
/// does one that cannot be read: neither the loop nor the disk is asked, and nothing locks it meanwhile. Once a second
/// it is driven again while it has to be open, or while it could not be driven.
/// </summary>
internal sealed class Turnstile : IStationDevices
{
    private const string FireContact = "fire";
    private const string PassedContact = "passed";
    private const string TamperContact = "tampered";
    private const string Itself = "turnstile";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(5);

    private readonly IOutputLine output;
    private readonly Func<ILineChip> openChip;
    private readonly TimeProvider time;
    private readonly ManualResetEventSlim listened = new(initialState: false);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<DeviceThread> threads = [];

    // Of the thread that looks again, and of the tamper contact's: nobody else's.
    private readonly HashSet<Fault> told = [];
    private bool isTampered;

    // Guards all below; the inbox is read without it as well, by those who waited for the loop to listen.
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, string> troubles = [];
    private bool wanted;
    private bool isFire;
    private bool isBlind;
    private IInbox? inbox;

    /// <param name="lines">What it is wired to.</param>
    /// <param name="outputs">Have the turnstile's, which is as it was opened until the loop listens or a fire.</param>
    /// <param name="openChip">Opens the chip that the contacts are at.</param>
    /// <param name="time">For its patience.</param>
    public Turnstile(GateLines lines, SafeLines outputs, Func<ILineChip> openChip, TimeProvider time)
    {
        (this.openChip, this.time) = (openChip, time);
        output = outputs.Find(lines.Turnstile) ?? throw new ArgumentException($"There is no line '{lines.Turnstile}'.");
        isBlind = lines.Fire is not null;
        Watch(FireContact, lines.Fire, (line, _) => Burn(line.IsActive));
        Watch(PassedContact, lines.Passed, (_, edge) =>
        {
            if (edge is { IsActive: true })
                Tell(new Input.TurnstilePassed());
        });
        Watch(TamperContact, lines.Tampered, (line, _) => Tamper(line.IsActive));
        threads.Add(new DeviceThread(Itself, LookAgain));
    }

    /// <summary>From here on the loop is told what happens, and says who goes through: nobody, at first.</summary>
    public void Start(Remembered past, IInbox loop)
    {
        lock (gate)
            inbox = loop;
        Drive(open: false);
        listened.Set();
    }

    public void Do(Effect.ToDevice order) => Drive(order switch
    {
        Effect.ReleaseTurnstile or Effect.OpenTurnstile => true,
        Effect.LockTurnstile => false,
        _ => throw new InvalidOperationException($"A turnstile does not know {order.GetType().Name}."),
    });

    public void Dispose()
    {
        // A thread that hangs in its line still needs it: not disposed.
        stopping.Cancel();
        foreach (var thread in threads)
            thread.Dispose();
    }

    private bool MayBurn => isFire || isBlind;

    private void Drive(bool open)
    {
        lock (gate)
        {
            wanted = open;
            Drive();
        }
    }

    private void Drive()
    {
        if (output.Set(wanted || MayBurn) is DeviceOutcome.Failure failure)
            troubles[Itself] = failure.Detail;
        else
            troubles.Remove(Itself);
    }

    private void Burn(bool burns)
    {
        lock (gate)
        {
            if (burns == isFire)
                return;
            isFire = burns;
            // When it is over the loop locks.
            if (burns)
                Drive();
        }
        Tell(burns ? new Input.FireBegan() : new Input.FireEnded());
    }

    private void Tamper(bool isSeen)
    {
        if (isSeen == isTampered)
            return;
        isTampered = isSeen;
        Tell(isSeen
            ? new Input.FaultBegan(Fault.TurnstileTampered, "the contact gate.tampered is active")
            : new Input.FaultEnded(Fault.TurnstileTampered));
    }

    private void Watch(string name, GateContact? contact, Action<IInputLine, LineEdge?> see)
    {
        if (contact is null)
            return;
        var settings = new InputLineSettings(contact.Line, name)
        {
            ActiveLow = contact.ActiveLow, Bias = contact.Bias, Debounce = Debounce,
        };
        threads.Add(DeviceThread.Follow(
            $"gate {name}",
            stop =>
            {
                using var chip = openChip();
                using var line = chip.OpenInput(settings);
                see(line, null);
                SetTrouble(name, null);
                foreach (var edge in line.Edges(stop))
                    see(line, edge);
            },
            why => SetTrouble(name, why),
            time));
    }

    private void SetTrouble(string name, string? detail)
    {
        lock (gate)
        {
            if (detail is null)
                troubles.Remove(name);
            else
                troubles[name] = detail;
            if (name != FireContact)
                return;
            isBlind = detail is not null;
            // Before the loop listens it stays as it was opened; when it can be read again it is as the loop wants it.
            if (isBlind || inbox is not null)
                Drive();
        }
    }

    private void LookAgain(CancellationToken stop)
    {
        try
        {
            listened.Wait(stop);
            do
                Look();
            while (!Pause.Until(stop.WaitHandle, Again, time));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private void Look()
    {
        lock (gate)
            if (MayBurn || troubles.ContainsKey(Itself))
                Drive();
        Level(Fault.FireInputLost, FireContact);
        Level(Fault.TurnstileLost, Itself);
        Level(Fault.TurnstileContactLost, PassedContact);
        Level(Fault.TamperContactLost, TamperContact);
    }

    private void Level(Fault fault, string name)
    {
        string? detail;
        lock (gate)
            detail = troubles.GetValueOrDefault(name);
        if (detail is not null ? told.Add(fault) : told.Remove(fault))
            Tell(detail is not null ? new Input.FaultBegan(fault, detail) : new Input.FaultEnded(fault));
    }

    /// <summary>Waits for the loop to listen; what it does not hear is found out anew at the next start.</summary>
    private void Tell(Input input)
    {
        listened.Wait(stopping.Token);
        inbox!.Post(new LoopInput.Core(input));
    }
}
