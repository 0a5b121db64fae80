using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace HardwareDrivers.Iot.Bindings;

/// <summary>
/// A driver of the library and the device that it talks to: made together, and closed together. Whatever else the
/// library throws is one fault here, with the panel's name.
/// </summary>
/// <param name="name">Of the panel.</param>
/// <param name="open">Opens its device; may throw <see cref="LinkLostException"/>.</param>
/// <param name="make">Makes the driver, which may talk at once.</param>
internal sealed class LibraryDevice<T>(string name, Func<II2cDevice> open, Func<BoardI2cDevice, T> make)
    where T : class
{
    private BoardI2cDevice? device;
    private T? driver;

    /// <summary>Has the driver do something; makes it when there is none.</summary>
    public void Do(Action<T, BoardI2cDevice> act, CancellationToken cancellation)
    {
        try
        {
            device ??= new BoardI2cDevice(open());
            device.Cancellation = cancellation;
            act(driver ??= make(device), device);
        }
        catch (Exception error) when (
            error is not (NotAcknowledgedException or LinkLostException or OperationCanceledException))
        {
            throw new LinkLostException($"Lost the {name}: {error.Message} (Iot.Device.Bindings).", error);
        }
    }

    /// <summary>One byte of the device; null when it does not acknowledge that it is read.</summary>
    public byte? Read(CancellationToken cancellation)
    {
        byte? read = null;
        try
        {
            Do((_, bus) => read = bus.ReadByte(), cancellation);
        }
        catch (NotAcknowledgedException)
        {
            // Null says it.
        }
        return read;
    }

    /// <summary>The next order makes driver and device anew.</summary>
    public void Close()
    {
        // Drivers hold nothing else; one that could not be made is not there to be closed.
        device?.Dispose();
        (device, driver) = (null, null);
    }
}
