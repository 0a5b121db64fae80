using System.Device.I2c;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace HardwareDrivers.Iot.Bindings;

/// <summary>
/// A device of our own board, as the library's drivers see devices: they run over any board. What goes wrong leaves
/// through the library as the exception that a panel's link throws.
/// </summary>
internal sealed class BoardI2cDevice(II2cDevice device) : I2cDevice
{
    /// <summary>The library's calls take none: it is looked at before each transfer.</summary>
    public CancellationToken Cancellation { get; set; }

    public int LongestTransfer => device.LongestTransfer;

    public override I2cConnectionSettings ConnectionSettings =>
        throw new NotSupportedException("Bus and address are the board's business.");

    public override void Read(Span<byte> buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!device.TryRead(buffer))
            throw new NotAcknowledgedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!device.TryWrite(buffer))
            throw new NotAcknowledgedException();
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            device.Dispose();
        base.Dispose(disposing);
    }
}
