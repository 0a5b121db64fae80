using System.Device.Gpio;
using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;

namespace HardwareDrivers.Iot;

/// <summary>Where the library's own devices come from: this machine, or a test's.</summary>
internal interface IIotParts
{
    GpioDriver OpenLines(int chip);

    I2cDevice OpenI2c(I2cConnectionSettings settings);

    SpiDevice OpenSpi(SpiConnectionSettings settings);

    PwmChannel OpenPwm(int chip, int channel);
}
