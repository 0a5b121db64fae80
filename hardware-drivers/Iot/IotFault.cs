using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>
/// The library throws whatever it throws (IO, invalid operation, a missing libgpiod): at this boundary it is one fault,
/// with the device's name.
/// </summary>
internal static class IotFault
{
    /// <exception cref="LinkLostException">The library failed.</exception>
    public static T Guard<T>(string name, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is not (LinkLostException or OperationCanceledException))
        {
            throw new LinkLostException(
                $"Cannot use {name}: {error.Message} (System.Device.Gpio). Is it there, and may this user open it? The "
                + "groups are gpio, i2c and spi; the buses are enabled by raspi-config, Interface.",
                error);
        }
    }

    /// <summary>The same where an order has an outcome.</summary>
    public static DeviceOutcome Try(string name, Action act)
    {
        try
        {
            act();
            return DeviceOutcome.Done;
        }
        catch (Exception error)
        {
            return DeviceOutcome.Failed($"Cannot drive {name}: {error.Message} (System.Device.Gpio).");
        }
    }
}
