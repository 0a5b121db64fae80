using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>The whole driver against the whole emulated chip, in virtual time, on one thread.</summary>
internal sealed class ReaderRig
{
    private bool plugged = true;

    public ReaderRig(int baud = 115_200)
        : this(new Pn532Chip(baud, new ChipTimings()), new VirtualClock())
    {
    }

    /// <summary>A new chip on some bus.</summary>
    public static ReaderRig On(ReaderBus bus) => bus == ReaderBus.Serial
        ? new ReaderRig()
        : new ReaderRig(VirtualChipHost.NewChip(new ChipTimings()), new VirtualClock()) { Bus = bus };

    /// <summary>Another driver for a chip that has run before.</summary>
    public ReaderRig(Pn532Chip chip, VirtualClock clock)
    {
        (Chip, Clock) = (chip, clock);
        ResetLine = LineTo(held => chip.Reset(held));
        SupplyLine = LineTo(cut => chip.Supply(on: !cut));
    }

    public VirtualClock Clock { get; }

    public Pn532Chip Chip { get; }

    public List<ReaderEvent> Events { get; } = [];

    /// <summary>A line to RSTPD_N; not wired unless <see cref="Lines"/> says so.</summary>
    public SwitchedLine ResetLine { get; }

    public SwitchedLine SupplyLine { get; }

    /// <summary>What the driver has wired.</summary>
    public RecoveryLines Lines { get; set; } = RecoveryLines.None;

    public ReaderStatistics Statistics { get; private set; } = ReaderStatistics.Nothing;

    /// <summary>The line that the reader has opened last.</summary>
    public VirtualSerialLine? Line { get; private set; }

    public Func<byte, byte>? Disturb { get; set; }

    /// <summary>The rate that the line is opened at.</summary>
    public int Baud { get; init; } = 115_200;

    /// <summary>What a card that arrives is asked.</summary>
    public ICardProver? Prover { get; set; }

    /// <summary>Where host and chip talk; a chip for another one than the serial line is made by <see cref="On"/>.
    /// </summary>
    public ReaderBus Bus { get; init; }

    public Pn532Settings Settings { get; init; } = new();

    private BusWorld World => field ??= new BusWorld(Bus, Chip, Clock);

    public IEnumerable<ReaderEvent> FieldEvents => Events.Where(seen => seen is not ReaderEvent.HealthChanged);

    public IEnumerable<ReaderHealth> Healths =>
        Events.OfType<ReaderEvent.HealthChanged>().Select(changed => changed.Health);

    public static EmulatedCard Card(string uid) => EmulatedCard.WithUid(Convert.FromHexString(uid));

    public static double Milliseconds(ReaderEvent seen) => seen.Timestamp / 1e6;

    public void At(double milliseconds, Action action) =>
        Clock.At(TimeSpan.FromMilliseconds(milliseconds), () => Change(action));

    public void Put(double milliseconds, EmulatedCard card) => At(milliseconds, () => Chip.Field.Put(card));

    public void Take(double milliseconds, EmulatedCard card) => At(milliseconds, () => Chip.Field.Take(card));

    public void Unplug()
    {
        plugged = false;
        Line?.Unplug();
        if (Bus != ReaderBus.Serial)
            World.Unplug();
    }

    public void PlugIn()
    {
        plugged = true;
        if (Bus != ReaderBus.Serial)
            World.PlugIn();
    }

    public ReaderRig RunUntil(double milliseconds)
    {
        using var end = new CancellationTokenSource();
        At(milliseconds, end.Cancel);
        return Run(end);
    }

    public ReaderRig Run(CancellationTokenSource end)
    {
        var link = Bus == ReaderBus.Serial ? Pn532Link.Serial(Open) : World.Link;
        var reader = new Pn532Reader(link, Settings, Clock) { Lines = Lines, Prover = Prover };
        reader.Run(Events.Add, end.Token);
        Statistics = reader.Statistics;
        return this;
    }

    public ReaderRig WithResetLine() => With(Lines with { Reset = ResetLine });

    public ReaderRig WithSupplyLine() => With(Lines with { Supply = SupplyLine });

    private ReaderRig With(RecoveryLines lines)
    {
        Lines = lines;
        return this;
    }

    private SwitchedLine LineTo(Action<bool> set) => new(active => Change(() => set(active)));

    // The chip's own clock runs with the driver's; what happens from outside brings it up to now first.
    private void Change(Action action)
    {
        if (Bus != ReaderBus.Serial)
        {
            World.Change(action);
            return;
        }
        Chip.AdvanceTo(Clock.Now, new List<byte>());
        action();
    }

    private ISerialLine Open()
    {
        if (!plugged)
            throw new LinkLostException("Cannot open the virtual line: it is not plugged in.");
        Chip.HostBaud = Baud;
        return Line = new VirtualSerialLine(Chip, Clock) { Disturb = value => Disturb?.Invoke(value) ?? value };
    }
}
