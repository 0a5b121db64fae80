using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>
/// Buses and lines over System.Device.Gpio. Its callbacks carry no moment: a change of a line is stamped when the
/// library's thread hands it over, not when the kernel saw it. So a line whose every change counts is another board's.
/// </summary>
public sealed class IotBoard : IBoard
{
    private readonly IIotParts parts;
    private readonly TimeProvider clock;
    private readonly IBoard counting;

    /// <summary>This machine.</summary>
    /// <param name="clock">Stamps changes, and ends waits.</param>
    /// <param name="counting">Opens the lines whose changes are <see cref="InputLineSettings.Counted"/>.</param>
    public IotBoard(TimeProvider clock, IBoard counting) : this(new LibraryParts(), clock, counting)
    {
    }

    internal IotBoard(IIotParts parts, TimeProvider clock, IBoard counting) =>
        (this.parts, this.clock, this.counting) = (parts, clock, counting);

    /// <inheritdoc/>
    public string Name => "iot";

    /// <inheritdoc/>
    public ILineChip OpenLines(int chip)
    {
        var name = $"/dev/gpiochip{chip}";
        return new IotLineChip(
            IotFault.Guard(name, () => new GpioController(parts.OpenLines(chip))), name, clock,
            () => counting.OpenLines(chip));
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

    private sealed class LibraryParts : IIotParts
    {
        // Debian 12 and before have version 1 of libgpiod, 13 and later version 2; the library has a driver for each.
        public GpioDriver OpenLines(int chip)
        {
            try
            {
                return new LibGpiodV2Driver(chip);
            }
            catch (Exception error) when (error is PlatformNotSupportedException or DllNotFoundException
                or EntryPointNotFoundException)
            {
                return new LibGpiodDriver(chip);
            }
        }

        public I2cDevice OpenI2c(I2cConnectionSettings settings) => I2cDevice.Create(settings);

        public SpiDevice OpenSpi(SpiConnectionSettings settings) => SpiDevice.Create(settings);

        public PwmChannel OpenPwm(int chip, int channel) => PwmChannel.Create(chip, channel);
    }
}
