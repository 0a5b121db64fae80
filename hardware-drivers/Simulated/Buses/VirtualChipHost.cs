using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// An emulated chip on I2C or SPI in virtual time: transfers take their time on the clock, and what the chip does
/// meanwhile is on the clock's agenda, its interrupt line included.
/// </summary>
public sealed class VirtualChipHost : IChipHost
{
    private readonly ChipFrames frames;
    private readonly VirtualClock clock;
    private readonly VirtualLine? interrupt;
    private long scheduled = long.MaxValue;

    /// <param name="chip">Made by <see cref="NewChip"/>.</param>
    /// <param name="clock">The one that the driver waits on.</param>
    /// <param name="interrupt">The wire at P70_IRQ.</param>
    public VirtualChipHost(Pn532Chip chip, VirtualClock clock, VirtualLine? interrupt)
    {
        frames = new ChipFrames(chip);
        (this.clock, this.interrupt) = (clock, interrupt);
        Settle();
    }

    /// <summary>A chip whose own line takes no time: bits pass on the bus.</summary>
    public static Pn532Chip NewChip(ChipTimings timings) => new(ChipFrames.LineRate, timings);

    /// <summary>The chip at its I2C address.</summary>
    /// <param name="hertz">The bus's clock.</param>
    public II2cDevice OnI2c(int hertz) => new ChipI2cDevice(this, hertz);

    /// <summary>The chip at its SPI select.</summary>
    /// <param name="hertz">The bus's clock.</param>
    public ISpiDevice OnSpi(int hertz) => new ChipSpiDevice(this, hertz);

    /// <summary>Has something done to the chip from outside, now.</summary>
    public void Change(Action change)
    {
        frames.AdvanceTo(clock.Now);
        change();
        Settle();
    }

    T IChipHost.Access<T>(TimeSpan transfer, Func<ChipFrames, long, T> act)
    {
        clock.AdvanceTo(clock.Now + transfer.ToNanoseconds());
        frames.AdvanceTo(clock.Now);
        var result = act(frames, clock.Now);
        Settle();
        return result;
    }

    private void Settle()
    {
        interrupt?.Drive(!frames.IsReady);
        var next = frames.NextEvent;
        if (next >= scheduled || next == long.MaxValue)
            return;
        scheduled = next;
        // The agenda counts in ticks of 100 ns.
        var ticks = next / TimeSpan.NanosecondsPerTick + 1;
        clock.At(TimeSpan.FromTicks(ticks), () =>
        {
            scheduled = long.MaxValue;
            frames.AdvanceTo(clock.Now);
            Settle();
        });
    }
}
