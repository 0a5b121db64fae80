using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;

namespace HardwareDrivers.Iot;

/// <summary>The library's own devices, of this machine.</summary>
internal sealed class LibraryParts : IIotParts
{
    // Debian 12 and before have version 1 of libgpiod, 13 and later version 2; the library has a driver for each.
    public GpioDriver OpenLines(int chip) =>
        First(() => new LibGpiodV2Driver(chip), () => new LibGpiodDriver(chip));

    public I2cDevice OpenI2c(I2cConnectionSettings settings) => I2cDevice.Create(settings);

    public SpiDevice OpenSpi(SpiConnectionSettings settings) => SpiDevice.Create(settings);

    public PwmChannel OpenPwm(int chip, int channel) => PwmChannel.Create(chip, channel);

    /// <summary>The newer driver; where its libgpiod is not installed, the older one.</summary>
    internal static GpioDriver First(Func<GpioDriver> newer, Func<GpioDriver> older)
    {
        try
        {
            return newer();
        }
        catch (Exception error) when (IsNotInstalled(error))
        {
            return older();
        }
    }

    /// <summary>The library wraps what the loader says in an exception of its own (4.2: GpiodException).</summary>
    internal static bool IsNotInstalled(Exception error) =>
        error is PlatformNotSupportedException or DllNotFoundException or EntryPointNotFoundException
        || error.InnerException is { } inner && IsNotInstalled(inner);
}
