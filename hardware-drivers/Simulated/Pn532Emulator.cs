using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A PN532 on a pseudo-terminal, at the true rate of the line: to a program, a reader on a serial port. Any thread may
/// put and take cards, at any time.
/// </summary>
public sealed class Pn532Emulator : IDisposable
{
    private readonly Lock gate = new();
    private readonly Pn532Chip chip;
    private readonly PseudoTerminal terminal;
    private readonly WakeSignal wake = new();
    private readonly Thread thread;
    private volatile bool stopping;

    /// <summary>Makes the pseudo-terminal and gives the chip its power.</summary>
    /// <param name="baud">
    /// The chip's rate after power-on; a real one's is 115,200. A host at another rate hears noise, as on a wire.
    /// </param>
    /// <param name="timings">How long the chip takes.</param>
    /// <exception cref="IOException">No pseudo-terminal can be had.</exception>
    public Pn532Emulator(int baud, ChipTimings timings)
    {
        chip = new Pn532Chip(baud, timings);
        terminal = PseudoTerminal.Open();
        DevicePath = terminal.SlavePath;
        ResetLine = new SwitchedLine(active => Change(() => chip.Reset(held: active)));
        SupplyLine = new SwitchedLine(active => Change(() => chip.Supply(on: !active)));
        thread = new Thread(Run) { Name = "PN532 emulator", IsBackground = true };
        thread.Start();
    }

    /// <summary>The serial port to open: <c>/dev/pts/3</c>.</summary>
    public string DevicePath { get; }

    /// <summary>The rate that the chip has now.</summary>
    public int Baud
    {
        get
        {
            lock (gate)
                return chip.Baud;
        }
    }

    /// <summary>A line to RSTPD_N; active holds the chip in reset.</summary>
    public SwitchedLine ResetLine { get; }

    /// <summary>A line to the switch of its supply; active takes the supply away.</summary>
    public SwitchedLine SupplyLine { get; }

    /// <summary>The firmware hangs: nothing is heard, nothing said.</summary>
    public bool Hung
    {
        set => Change(() => chip.Hung = value);
    }

    /// <summary>The cards that lie there now, in the order they were put.</summary>
    public IReadOnlyList<EmulatedCard> Cards
    {
        get
        {
            lock (gate)
                return chip.Field.Cards;
        }
    }

    /// <summary>Lays a card on the reader.</summary>
    /// <returns>When it was there: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Put(EmulatedCard card) => Put([card]);

    /// <summary>Lays cards on the reader, all of them in the same moment.</summary>
    /// <returns>When they were there: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Put(IReadOnlyList<EmulatedCard> cards) => Change(() =>
    {
        foreach (var card in cards)
            chip.Field.Put(card);
    });

    /// <summary>Takes a card away.</summary>
    /// <returns>When it was gone: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Take(EmulatedCard card) => Change(() => chip.Field.Take(card));

    /// <summary>Takes all cards away.</summary>
    /// <returns>When they were gone: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long TakeAll() => Change(chip.Field.Clear);

    /// <summary>
    /// Takes all cards away in the middle of an exchange, and lays another in their place if there is one.
    /// </summary>
    /// <param name="commands">With which command to a card from now on: 1 for the next.</param>
    /// <param name="other">The other card; null: nothing comes in their place.</param>
    /// <returns>When that was arranged: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Swap(int commands, EmulatedCard? other) => Change(() => chip.Field.Interrupt(commands, () =>
    {
        chip.Field.Clear();
        if (other is not null)
            chip.Field.Put(other);
    }));

    /// <summary>Takes the power away and gives it back.</summary>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long PowerCycle() => Change(chip.PowerCycle);

    /// <summary>Lets the firmware hang.</summary>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Hang(ChipHang until) => Change(() => chip.Hang(until));

    /// <summary>Ends whatever hang there is.</summary>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Release() => Change(() => chip.Hung = false);

    /// <summary>Pulls RSTPD_N low for a moment.</summary>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Reset() => Change(() =>
    {
        chip.Reset(held: true);
        chip.Reset(held: false);
    });

    /// <summary>Lets a fault happen at its next occasions.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="times">How often; 0 for not any more.</param>
    /// <param name="after">So many occasions go by before.</param>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Arm(ChipFault fault, int times, int after = 0) =>
        Change(() => chip.Faults.Arm(fault, times, after));

    /// <summary>Unplugs it: the program at the other end reads a hang-up.</summary>
    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        wake.Set();
        thread.Join();
        terminal.Dispose();
        wake.Dispose();
    }

    private long Change(Action change)
    {
        long moment;
        lock (gate)
        {
            moment = MonotonicClock.Nanoseconds;
            Deliver(moment);
            change();
        }
        wake.Set();
        return moment;
    }

    private void Run()
    {
        // A byte at 115,200 baud is 87 µs: the kernel's usual 50 µs of slack would be seen.
        TimerSlack.Remove();
        var input = new byte[4096];
        while (!stopping)
        {
            long next;
            lock (gate)
            {
                wake.Clear();
                var count = terminal.Read(input);
                var moment = MonotonicClock.Nanoseconds;
                NoteRate();
                chip.Receive(input.AsSpan(0, count), moment);
                Deliver(moment);
                next = chip.NextEvent;
            }
            if (!stopping)
                terminal.AwaitInput(wake, next);
        }
    }

    // A host that hangs up by B0 has no rate.
    private void NoteRate()
    {
        if (terminal.Rate is > 0 and var rate)
            chip.HostBaud = rate;
    }

    // What the other side does not read in time is lost, as on a wire.
    private void Deliver(long moment)
    {
        var output = new List<byte>();
        NoteRate();
        chip.AdvanceTo(moment, output);
        if (output.Count > 0)
            terminal.Write(output.ToArray());
    }
}
