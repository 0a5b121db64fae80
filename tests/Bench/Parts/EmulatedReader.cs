using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>An emulated chip on a bus that is as slow as a real one, and the way to it.</summary>
internal sealed class EmulatedReader : IDisposable
{
    /// <summary>Fast mode: what a Raspberry Pi's I2C does when it is told to.</summary>
    public const int I2cHertz = 400_000;

    private const int InterruptLine = 25;

    private readonly Func<EmulatedCard, long> put;
    private readonly Func<EmulatedCard, long> take;
    private readonly IDisposable emulator;

    private EmulatedReader(
        Pn532Link link, IDisposable emulator, Func<EmulatedCard, long> put, Func<EmulatedCard, long> take) =>
        (Link, this.emulator, this.put, this.take) = (link, emulator, put, take);

    /// <summary>The links that are measured. On I2C and SPI with P70_IRQ wired.</summary>
    public static ImmutableArray<(string Name, Func<EmulatedReader> Open)> All { get; } =
    [
        ("115200 baud", () => OnSerial(SetSerialBaudRate.PowerOn)),
        ("921600 baud", () => OnSerial(SetSerialBaudRate.UsuallyFastest)),
        ("I2C, 400 kHz", () => OnBus((emulator, interrupt) =>
            Pn532Link.I2c(() => emulator.OnI2c(I2cHertz), interrupt))),
        ("SPI, 1 MHz", () => OnBus((emulator, interrupt) =>
            Pn532Link.Spi(() => emulator.OnSpi(Pn532Link.SpiHertz), interrupt))),
    ];

    /// <summary>The way to the chip.</summary>
    public Pn532Link Link { get; }

    /// <summary>Lays a card on it.</summary>
    /// <returns>When.</returns>
    public long Put(EmulatedCard card) => put(card);

    /// <summary>Takes it away.</summary>
    /// <returns>When.</returns>
    public long Take(EmulatedCard card) => take(card);

    public void Dispose() => emulator.Dispose();

    /// <summary>A chip on a pseudo-terminal.</summary>
    /// <param name="baud">The rate that it is switched to.</param>
    public static EmulatedReader OnSerial(int baud)
    {
        var emulator = new Pn532Emulator(SetSerialBaudRate.PowerOn, new ChipTimings());
        return new(Serial(emulator.DevicePath, baud), emulator, emulator.Put, emulator.Take);
    }

    /// <summary>The way to a chip on a serial line.</summary>
    public static Pn532Link Serial(string device, int baud = SetSerialBaudRate.PowerOn) =>
        Pn532Link.Serial(() => SerialLink.Open(device, baud));

    private static EmulatedReader OnBus(Func<Pn532BusEmulator, Func<IInputLine>, Pn532Link> link)
    {
        var board = new VirtualBoard(TimeProvider.System);
        var emulator = new Pn532BusEmulator(new ChipTimings(), board.Line(InterruptLine));
        return new(link(emulator, OpenInterrupt), emulator, emulator.Put, emulator.Take);

        IInputLine OpenInterrupt()
        {
            using var chip = board.OpenLines(0);
            return chip.OpenInput(new InputLineSettings(InterruptLine, "reader") { ActiveLow = true });
        }
    }
}
