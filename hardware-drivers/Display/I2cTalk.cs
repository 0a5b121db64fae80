using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A panel's device on an I2C bus: opened when it is needed, and again after it was closed. For one thread.
/// </summary>
/// <param name="open">Opens the device; may throw <see cref="LinkLostException"/>.</param>
internal sealed class I2cTalk(Func<II2cDevice> open)
{
    private II2cDevice? device;

    /// <summary>The most bytes that a transfer may have.</summary>
    public int LongestTransfer => Device.LongestTransfer;

    private II2cDevice Device => device ??= open();

    /// <exception cref="NotAcknowledgedException">The panel did not take it.</exception>
    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!Device.TryWrite(bytes))
            throw new NotAcknowledgedException();
    }

    /// <summary>One byte; null when the panel does not acknowledge that it is read.</summary>
    public byte? Read(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Span<byte> answer = stackalloc byte[1];
        return Device.TryRead(answer) ? answer[0] : null;
    }

    /// <summary>The next talk opens the device again.</summary>
    public void Close()
    {
        device?.Dispose();
        device = null;
    }
}
