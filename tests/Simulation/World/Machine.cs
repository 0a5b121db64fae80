using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// A terminal as a machine: disk, clock, display, reader, and a process that is started again when it ends.
/// </summary>
internal sealed partial class Machine
{
    private const long RestartPause = 2_000;

    private readonly World world;
    private readonly List<(string Phase, Action Then)> awaited = [];
    private ForgetfulDisk? image;
    private int boots;
    private int commands;
    private long lastCommand;
    private bool isOn;
    private int stepsToCut;
    private (int Torn, long Off) cut;

    public Machine(World world, int number, SimulatedKey key)
    {
        Cache = new ForgetfulCache(world.Packed);
        (this.world, Number, Key) = (world, number, key);
        Farewell = new Farewell(world, this);
        Name = NameOf(number);
        Chance = new Chance(world.Story.Plan.Seed).Split(Name.ToString());
        var drift = world.Story.Plan.Drift;
        Clock = new MachineClock(world.Agenda, drift == 0 ? 0 : (int)Chance.Between(-drift, drift))
        {
            WallAhead = Chance.Between(-3_600_000, 600_000),
        };
        Panel = new GuestPanel(world.Agenda, Chance.Split("panel"))
        {
            Asked = screen => world.Checks.Asked(this, screen),
            Shown = Show,
            Devices = Order,
        };
        Kind = world.Story.Plan.KindOf(number);
        Devices = Kind switch
        {
            StationKind.Drink => new SimulatedValve(world, this, Shop.Tap(world.Story.Plan, number)),
            StationKind.Gate => new SimulatedTurnstile(world, this),
            _ => null,
        };
        Disk = Prepare(new ForgetfulDisk { KeepsLog = false });
    }

    /// <summary>What the ledger orders next: each third time the same again, each fifth what has expired.</summary>
    public Input.CommandHeard NextCommand()
    {
        if (++commands % 3 != 0)
            lastCommand++;
        var what = Kind switch
        {
            StationKind.Drink => CommandKind.StopPour,
            StationKind.Gate => CommandKind.OpenOnce,
            _ => commands % 2 == 0 ? CommandKind.BlockCard : CommandKind.RefreshList,
        };
        return new Input.CommandHeard(lastCommand, commands % 5 == 0 ? 1 : long.MaxValue, what, Site.Card("DEADBEEF"));
    }

    /// <summary>From 0.</summary>
    public int Number { get; }

    /// <summary>The terminal's name.</summary>
    public TerminalId Name { get; }

    /// <summary>Which station it is.</summary>
    public StationKind Kind { get; }

    /// <summary>What it has beside reader and display; null: nothing.</summary>
    public IStationDevices? Devices { get; }

    /// <summary>Signs its journal.</summary>
    public SimulatedKey Key { get; }

    /// <summary>The epoch that it was granted.</summary>
    public long Epoch { get; } = 1;

    /// <summary>The SD card's.</summary>
    public string StorageId { get; } = "card";

    /// <summary>Names the machine's present boot.</summary>
    public string BootName => string.Create(CultureInfo.InvariantCulture, $"{Name}, boot {boots}");

    /// <summary>All small chances of this machine.</summary>
    public Chance Chance { get; }

    /// <summary>Its clocks.</summary>
    public MachineClock Clock { get; }

    /// <summary>Its display.</summary>
    public GuestPanel Panel { get; }

    /// <summary>Its disk.</summary>
    public ForgetfulDisk Disk { get; private set; }

    /// <summary>Steps that were taken on it: what came before the journal can be told from what came after.</summary>
    public long DiskSteps { get; private set; }

    /// <summary>Keeps cards ready for its processes.</summary>
    public ForgetfulCache Cache { get; private set; }

    /// <summary>It has power.</summary>
    public bool IsOn => isOn;

    /// <summary>The part of the network that it is in.</summary>
    public int Part { get; set; }

    /// <summary>What runs; null: nothing.</summary>
    public TerminalProcess? Process { get; private set; }

    /// <summary>The last line of its journal that has rotted; null: none has.</summary>
    public RecordPosition? Rotted { get; private set; }

    /// <summary>The reader does not answer.</summary>
    public bool ReaderIsLost { get; private set; }

    /// <summary>The display does not answer, and that is known.</summary>
    public bool PanelIsLost { get; private set; }

    /// <summary>The name of a terminal.</summary>
    public static TerminalId NameOf(int number) =>
        TerminalId.Parse(string.Create(CultureInfo.InvariantCulture, $"till-{number}"));

    /// <summary>How it leaves the site, once it was revoked.</summary>
    public Farewell Farewell { get; }

    /// <summary>Who held a card there last.</summary>
    public Guest? Guest { get; set; }

    /// <summary>The power comes.</summary>
    public void PowerOn()
    {
        if (isOn)
            return;
        isOn = true;
        boots++;
        Clock.Boot();
        world.Checks.Of(Name).Booted();
        StartProcess();
    }

    /// <summary>Does something in which the power may go.</summary>
    public void Run(Action action)
    {
        try
        {
            action();
        }
        catch (PowerCut)
        {
            LosePower();
        }
    }

    /// <summary>The process starts, when it can.</summary>
    public void StartProcess()
    {
        if (Process is not null || !isOn || Farewell.IsOver)
            return;
        Run(() =>
        {
            try
            {
                Process = new TerminalProcess(world, this);
                world.Checks.Opened(this);
                world.Tell($"{Name}: starts");
            }
            catch (BrokenJournal broken)
            {
                // What rots has been acknowledged: a start passes over it.
                throw new BrokenInvariant("a journal can be read", $"{Name}: {broken.Message}");
            }
            catch (IOException error)
            {
                world.Tell($"{Name}: cannot start: {error.Message}");
                world.Agenda.After(RestartPause, StartProcess);
            }
        });
    }

    /// <summary>The power will go at one of the next steps on the disk; soon in any case.</summary>
    public void CutPower(int steps, int torn, long off)
    {
        if (stepsToCut > 0 || !isOn)
            return;
        (stepsToCut, cut) = (steps + 1, (torn, off));
        world.Agenda.After(4_000, () =>
        {
            if (stepsToCut > 0)
                LosePower();
        });
    }

    /// <summary>The process dies; what it wrote is still in memory, and the service manager starts it again.</summary>
    public void Kill()
    {
        world.Tell($"{Name}: killed");
        DropProcess();
        world.Agenda.After(RestartPause, StartProcess);
    }

    /// <summary>It is asked to stop.</summary>
    public void Stop() => Later(() => Process?.Take(new LoopInput.Core(new Input.StopRequested())));

    /// <summary>Its process has nothing more to do, for good.</summary>
    public void Retire()
    {
        var ended = Process;
        DropProcess();
        Panel.GoDark();
        Run(() => ended?.Close());
    }

    /// <summary>The process has ended by itself; it is started again.</summary>
    /// <param name="inGoodOrder">What it had open was closed.</param>
    public void EndProcess(bool inGoodOrder)
    {
        var ended = Process;
        DropProcess();
        if (inGoodOrder)
            Run(() => ended?.Close());
        world.Agenda.After(RestartPause, StartProcess);
    }

    /// <summary>Ends the process in good order, does something with the disk, and starts it again.</summary>
    public void Meanwhile(Action<OpenedState> act)
    {
        if (Process is not { IsServing: true } running)
            return;
        DropProcess();
        Run(() =>
        {
            try
            {
                running.Close();
                var opened = OpenedState.Open(world, this);
                act(opened);
                opened.Journal.Dispose();
                opened.Lists.Dispose();
            }
            catch (Exception error) when (error is IOException or BrokenJournal)
            {
                world.Tell($"{Name}: staff cannot write: {error.Message}");
            }
        });
        world.Agenda.After(RestartPause, StartProcess);
    }

    /// <summary>An image is made of what is durable on the SD card.</summary>
    public void TakeImage() => image = Disk.AfterPowerCut();

    /// <summary>The image takes the place of what is on the card; nothing happens before there is one.</summary>
    public void RestoreImage()
    {
        if (image is null)
            return;
        world.Tell($"{Name}: an older image is restored");
        DropProcess();
        Disk = Prepare(image.AfterPowerCut());
        world.Checks.Of(Name).Restored(Disk);
        world.Agenda.After(RestartPause, StartProcess);
    }

    /// <summary>Does something as soon as the terminal is in a phase.</summary>
    public void Await(string phase, Action then)
    {
        awaited.Add((phase, then));
        if (Process is { IsServing: true } process)
            Entered(process.State.Present.Phase);
    }

    /// <summary>The terminal is in a phase.</summary>
    public void Entered(StationPhase phase)
    {
        if (awaited.Count == 0)
            return;
        foreach (var (_, then) in awaited.Where(row => row.Phase == phase.GetType().Name))
            world.Agenda.After(1, then);
        awaited.RemoveAll(row => row.Phase == phase.GetType().Name);
    }

    /// <summary>Everything works again.</summary>
    public void Mend()
    {
        Disk.Room = long.MaxValue;
        Disk.FailNextSync = false;
        stepsToCut = 0;
        foreach (var device in Enum.GetValues<DeviceFault>())
            Turn(device, false);
        (Devices as SimulatedTurnstile)?.Burn(burns: false);
        PowerOn();
        StartProcess();
    }

    /// <summary>A process that has just begun asks how its devices are.</summary>
    public void ReportDevices()
    {
        var health = ReaderIsLost ? ReaderHealth.Lost : ReaderHealth.Working;
        Process?.Take(new LoopInput.Reader(
            new ReaderEvent.HealthChanged(health, "the simulated reader", Clock.GetTimestamp())));
        if (PanelIsLost)
            Process?.Take(new LoopInput.Core(new Input.FaultBegan(Fault.PanelLost, "the simulated panel")));
    }

    private void Show(GuestScreen screen)
    {
        Guest?.See(screen);
        Later(() => Process?.Take(new LoopInput.Shown(screen)));
    }

    private void Later(Action action) => world.Agenda.After(1, () => Run(action));

    private void LosePower()
    {
        world.Tell($"{Name}: the power goes, {cut.Torn} bytes more stay");
        (isOn, stepsToCut) = (false, 0);
        DropProcess();
        Panel.GoDark();
        Disk = Prepare(Disk.AfterPowerCut(cut.Torn));
        world.Agenda.After(Math.Max(1, cut.Off), PowerOn);
    }

    private void DropProcess()
    {
        Process?.Die();
        (Process, Cache) = (null, new ForgetfulCache(world.Packed));
        Devices?.LetGo();
        world.Checks.Of(Name).ProcessEnded();
    }

    private void Order(Effect.ToDevice order)
    {
        world.Checks.Of(Name).Ordered(order);
        Devices!.Do(order);
    }

    private ForgetfulDisk Prepare(ForgetfulDisk disk)
    {
        disk.Stepped = () =>
        {
            DiskSteps++;
            if (stepsToCut > 0 && --stepsToCut == 0)
                throw new PowerCut();
        };
        world.Checks.Watch(this, disk);
        return disk;
    }
}
