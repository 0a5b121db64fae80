using System.Device.Gpio;
using System.Device.I2c;
using System.Device.Spi;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>
/// Buses and lines over System.Device.Gpio. Its callbacks carry no moment: a change of a line is stamped when the
/// library's thread hands it over, not when the kernel saw it. And an output is low at first, whatever it shall be. So
/// lines whose every change counts, and outputs that have to be high from the first moment on, are another board's.
/// </summary>
public sealed class IotBoard : IBoard
{
    private readonly IIotParts parts;
    private readonly TimeProvider clock;
    private readonly IBoard exact;

    /// <summary>This machine.</summary>
    /// <param name="clock">Stamps changes, and ends waits.</param>
    /// <param name="exact">Opens the lines whose changes are <see cref="InputLineSettings.Counted"/>, and the outputs
    /// that are high when they are opened.</param>
    public IotBoard(TimeProvider clock, IBoard exact) : this(new LibraryParts(), clock, exact)
    {
    }

    internal IotBoard(IIotParts parts, TimeProvider clock, IBoard exact) =>
        (this.parts, this.clock, this.exact) = (parts, clock, exact);

    /// <inheritdoc/>
    public string Name => "iot";

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip)
    {
        var name = $"/dev/gpiochip{chip}";
        return new IotLineChip(
            IotFault.Guard(name, () => new GpioController(parts.OpenLines(chip))), name, clock,
            () => exact.OpenLines(chip));
    }

    /// <inheritdoc/>
    public II2cDevice OpenI2c(int bus, int address)
    {
        var name = $"0x{address:X2} on /dev/i2c-{bus}";
        return new IotI2cDevice(
            IotFault.Guard(name, () => parts.OpenI2c(new I2cConnectionSettings(bus, address))), name);
    }

    /// <inheritdoc/>
    public ISpiDevice OpenSpi(SpiSettings settings)
    {
        var name = $"/dev/spidev{settings.Bus}.{settings.ChipSelect}";
        var connection = new SpiConnectionSettings(settings.Bus, settings.ChipSelect)
        {
            ClockFrequency = settings.ClockHertz, Mode = (SpiMode)settings.Mode,
        };
        return new IotSpiDevice(IotFault.Guard(name, () => parts.OpenSpi(connection)), name);
    }

    /// <inheritdoc/>
    public IToneLine OpenPwm(int chip, int channel)
    {
        var name = $"/sys/class/pwm/pwmchip{chip}/pwm{channel}";
        return new IotTone(IotFault.Guard(name, () => parts.OpenPwm(chip, channel)), name);
    }
}
