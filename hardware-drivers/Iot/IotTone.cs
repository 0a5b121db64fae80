using System.Device.Pwm;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>A PWM channel of the library as a tone of half on, half off.</summary>
internal sealed class IotTone(PwmChannel channel, string name) : IToneLine
{
    private const double Half = 0.5;

    public DeviceOutcome Start(int frequencyHertz)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHertz);
        return IotFault.Try(name, () =>
        {
            channel.Frequency = frequencyHertz;
            channel.DutyCycle = Half;
            channel.Start();
        });
    }

    public DeviceOutcome Stop() => IotFault.Try(name, channel.Stop);

    public void Dispose()
    {
        Stop();
        channel.Dispose();
    }
}
