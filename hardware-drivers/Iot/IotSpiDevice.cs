using System.Device.Spi;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Iot;

/// <summary>A device on an SPI bus of the library, which opens the bus with the first transfer.</summary>
internal sealed class IotSpiDevice(SpiDevice device, string name) : ISpiDevice
{
    /// <summary>The usual size of spidev's buffer.</summary>
    public int LongestTransfer => 4096;

    public void Exchange(ReadOnlySpan<byte> sent, Span<byte> received)
    {
        try
        {
            device.TransferFullDuplex(sent, received);
        }
        catch (Exception error) when (error is not ArgumentException)
        {
            throw new LinkLostException($"Lost {name}: {error.Message} (System.Device.Gpio).", error);
        }
    }

    public void Dispose() => device.Dispose();
}
