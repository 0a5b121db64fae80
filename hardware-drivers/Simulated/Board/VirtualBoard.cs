using System.Collections.Concurrent;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A machine with lines, buses and tones that exist in memory only: chip 0 with the 54 lines of a Raspberry Pi, I2C bus
/// 1, SPI bus 0 with two chip selects, PWM chip 0. What it is wired to, a test or a twin says. On a <see
/// cref="VirtualClock"/> waiting for a line makes the time pass; on any other clock, threads wait for each other.
/// </summary>
public sealed class VirtualBoard : IBoard
{
    /// <summary>Lines of chip 0.</summary>
    public const int LineCount = 54;

    /// <summary>The I2C bus that it has.</summary>
    public const int I2cBus = 1;

    private readonly VirtualLine[] lines;
    private readonly ConcurrentDictionary<(int Bus, int Address), II2cDevice> i2c = new();
    private readonly ConcurrentDictionary<(int Bus, int ChipSelect), ISpiDevice> spi = new();
    private readonly ConcurrentDictionary<int, VirtualTone> tones = new();

    /// <param name="clock">Stamps changes, and ends waits.</param>
    public VirtualBoard(TimeProvider clock)
    {
        Time = new TwinTime(clock);
        lines = [.. Enumerable.Range(0, LineCount).Select(_ => new VirtualLine(Gate, Time))];
    }

    /// <inheritdoc/>
    public string Name => "virtual";

    /// <summary>Everything was pulled out: whatever is open fails from now on, and nothing opens.</summary>
    public bool IsGone
    {
        get;
        set
        {
            lock (Gate)
            {
                field = value;
                Monitor.PulseAll(Gate);
            }
        }
    }

    internal object Gate { get; } = new();

    internal TwinTime Time { get; }

    /// <summary>The wire of a line of chip 0.</summary>
    public VirtualLine Line(int number) => lines[number];

    /// <summary>What a PWM channel of chip 0 was told.</summary>
    public VirtualTone Tone(int channel) => tones.GetOrAdd(channel, _ => new VirtualTone(this));

    /// <summary>Wires a device to the I2C bus, in place of another; null unplugs it.</summary>
    public void AttachI2c(int address, II2cDevice? device)
    {
        if (device is null)
            i2c.TryRemove((I2cBus, address), out _);
        else
            i2c[(I2cBus, address)] = device;
    }

    /// <summary>Wires a device to a chip select of SPI bus 0, in place of another; null unplugs it.</summary>
    public void AttachSpi(int chipSelect, ISpiDevice? device)
    {
        if (device is null)
            spi.TryRemove((0, chipSelect), out _);
        else
            spi[(0, chipSelect)] = device;
    }

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip)
    {
        Exists($"/dev/gpiochip{chip}", chip == 0);
        return new Chip(this);
    }

    /// <inheritdoc/>
    public II2cDevice OpenI2c(int bus, int address)
    {
        Exists($"/dev/i2c-{bus}", bus == I2cBus);
        return new VirtualI2cAddress(this, bus, address);
    }

    /// <inheritdoc/>
    public ISpiDevice OpenSpi(SpiSettings settings)
    {
        Exists($"/dev/spidev{settings.Bus}.{settings.ChipSelect}", settings is { Bus: 0, ChipSelect: 0 or 1 });
        return new VirtualSpiSelect(this, settings);
    }

    /// <inheritdoc/>
    public IToneLine OpenPwm(int chip, int channel)
    {
        Exists($"/sys/class/pwm/pwmchip{chip}", chip == 0);
        return Tone(channel);
    }

    internal II2cDevice? DeviceAt(int bus, int address) => i2c.GetValueOrDefault((bus, address));

    internal ISpiDevice? DeviceOn(int bus, int chipSelect) => spi.GetValueOrDefault((bus, chipSelect));

    internal void Check()
    {
        if (IsGone)
            throw new LinkLostException("Lost the virtual board: everything was pulled out.");
    }

    private void Exists(string path, bool exists)
    {
        Check();
        if (!exists)
            throw new LinkLostException($"Cannot open the virtual {path}: this board has no such device.");
    }

    private sealed class Chip(VirtualBoard board) : ILineChip
    {
        public IOutputLine OpenOutput(OutputLineSettings settings)
        {
            lock (board.Gate)
                return new VirtualOutputLine(board, Take(settings.Line, settings.Consumer), settings);
        }

        public IInputLine OpenInput(InputLineSettings settings)
        {
            lock (board.Gate)
                return new VirtualInputLine(board, Take(settings.Line, settings.Consumer), settings);
        }

        public void Dispose()
        {
        }

        private VirtualLine Take(int number, string consumer)
        {
            board.Check();
            if (number is < 0 or >= LineCount)
                throw new LinkLostException($"Cannot use line {number}: the chip has lines 0 to {LineCount - 1}.");
            var line = board.lines[number];
            if (line.Consumer is { } other)
                throw new LinkLostException($"Cannot use line {number}: '{other}' has it.");
            line.Consumer = consumer;
            return line;
        }
    }
}
