using System.Device.I2c;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>A device on an I2C bus of the library, which opens the bus with the first transfer.</summary>
internal sealed class IotI2cDevice(I2cDevice device, string name) : II2cDevice
{
    /// <summary>What i2c-dev copies at most for one message.</summary>
    public int LongestTransfer => 8192;

    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            device.Write(bytes);
            return true;
        }
        catch (IOException error) when (IsNotAcknowledged(error) || IsNumbered(error, 5))
        {
            return false;
        }
        catch (Exception error)
        {
            throw Lost("writing to it", error);
        }
    }

    public bool TryRead(Span<byte> buffer)
    {
        try
        {
            device.Read(buffer);
            return true;
        }
        catch (IOException error) when (IsNotAcknowledged(error))
        {
            return false;
        }
        catch (Exception error)
        {
            throw Lost("reading from it", error);
        }
    }

    public void Dispose() => device.Dispose();

    /// <summary>
    /// The library keeps the kernel's number in its message only (4.2: "Error 121 (Remote I/O error) performing …"):
    /// ENXIO and EREMOTEIO are what controllers call an address that nobody acknowledges. A bus of two GPIO lines calls
    /// a byte that nobody acknowledges EIO (linux/drivers/i2c/algos/i2c-algo-bit.c).
    /// </summary>
    private static bool IsNotAcknowledged(IOException error) => IsNumbered(error, 121) || IsNumbered(error, 6);

    private static bool IsNumbered(IOException error, int number) =>
        error.Message.StartsWith($"Error {number} ", StringComparison.Ordinal) &&
        error.Message.Contains("performing", StringComparison.Ordinal);

    private LinkLostException Lost(string doing, Exception error) =>
        new($"Lost {name} while {doing}: {error.Message} (System.Device.Gpio).", error);
}
