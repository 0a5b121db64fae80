using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A PN532 on I2C or SPI in real time: transfers take as long as on a bus, a thread keeps the chip's time and drives
/// its interrupt line. Any thread may put and take cards.
/// </summary>
public sealed class Pn532BusEmulator : IChipHost, IDisposable
{
    private readonly Lock gate = new();
    private readonly Pn532Chip chip;
    private readonly ChipFrames frames;
    private readonly VirtualLine? interrupt;
    private readonly WakeSignal wake = new();
    private readonly Thread thread;
    private volatile bool stopping;

    /// <summary>Gives the chip its power.</summary>
    /// <param name="timings">How long the chip takes.</param>
    /// <param name="interrupt">The wire at P70_IRQ.</param>
    public Pn532BusEmulator(ChipTimings timings, VirtualLine? interrupt)
    {
        this.interrupt = interrupt;
        chip = VirtualChipHost.NewChip(timings);
        frames = new ChipFrames(chip);
        ResetLine = new SwitchedLine(active => Change(() => chip.Reset(held: active)));
        SupplyLine = new SwitchedLine(active => Change(() => chip.Supply(on: !active)));
        interrupt?.Drive(true);
        thread = new Thread(Run) { Name = "PN532 on a bus", IsBackground = true };
        thread.Start();
    }

    /// <summary>A line to RSTPD_N; active holds the chip in reset.</summary>
    public SwitchedLine ResetLine { get; }

    /// <summary>A line to the switch of its supply; active takes the supply away.</summary>
    public SwitchedLine SupplyLine { get; }

    /// <summary>The chip at its I2C address.</summary>
    /// <param name="hertz">The bus's clock.</param>
    public II2cDevice OnI2c(int hertz) => new ChipI2cDevice(this, hertz);

    /// <summary>The chip at its SPI select.</summary>
    /// <param name="hertz">The bus's clock.</param>
    public ISpiDevice OnSpi(int hertz) => new ChipSpiDevice(this, hertz);

    /// <summary>Lays a card on the reader.</summary>
    /// <returns>When it was there: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Put(EmulatedCard card) => Change(() => chip.Field.Put(card));

    /// <summary>Takes a card away.</summary>
    /// <returns>When it was gone: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Take(EmulatedCard card) => Change(() => chip.Field.Take(card));

    /// <summary>Takes the power away and gives it back.</summary>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long PowerCycle() => Change(chip.PowerCycle);

    /// <summary>Lets the firmware hang.</summary>
    /// <param name="until">What brings it back.</param>
    /// <param name="onI2c">What an I2C bus sees of it.</param>
    /// <returns>When: nanoseconds of CLOCK_MONOTONIC.</returns>
    public long Hang(ChipHang until, HungBus onI2c) => Change(() =>
    {
        chip.WhileHung = onI2c;
        chip.Hang(until);
    });

    /// <summary>Stops the chip.</summary>
    public void Dispose()
    {
        if (stopping)
            return;
        stopping = true;
        wake.Set();
        thread.Join();
        wake.Dispose();
    }

    T IChipHost.Access<T>(TimeSpan transfer, Func<ChipFrames, long, T> act)
    {
        SystemKernel.Instance.Pause(transfer);
        T result;
        lock (gate)
        {
            var moment = MonotonicClock.Nanoseconds;
            frames.AdvanceTo(moment);
            result = act(frames, moment);
            Signal();
        }
        wake.Set();
        return result;
    }

    private long Change(Action change)
    {
        long moment;
        lock (gate)
        {
            moment = MonotonicClock.Nanoseconds;
            frames.AdvanceTo(moment);
            change();
            Signal();
        }
        wake.Set();
        return moment;
    }

    private void Run()
    {
        TimerSlack.Remove();
        while (!stopping)
        {
            long next;
            lock (gate)
            {
                wake.Clear();
                frames.AdvanceTo(MonotonicClock.Nanoseconds);
                Signal();
                next = frames.NextEvent;
            }
            if (!stopping)
                Readiness.Wait(wake, next);
        }
    }

    private void Signal() => interrupt?.Drive(!frames.IsReady);
}
