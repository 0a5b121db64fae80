using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// What the drivers of panels have in common: the device is opened when it is needed, and again after its bus was lost;
/// what goes wrong becomes an outcome. For one thread.
/// </summary>
/// <param name="name">For the log: <c>SSD1306</c>.</param>
/// <param name="open">Opens the device; may throw <see cref="LinkLostException"/>.</param>
internal sealed class I2cTalk(string name, Func<II2cDevice> open) : IDisposable
{
    private II2cDevice? device;

    /// <summary>Talks to the panel; the first transfer that is not acknowledged ends the talk.</summary>
    public DeviceOutcome Try(Action talk)
    {
        try
        {
            talk();
            return DeviceOutcome.Done;
        }
        catch (NotAcknowledgedException)
        {
            return DeviceOutcome.Failed($"the {name} does not acknowledge: cable, power, or another address");
        }
        catch (LinkLostException lost)
        {
            Dispose();
            return DeviceOutcome.Failed(lost.Message);
        }
    }

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

    /// <summary>Closes the device; the next talk opens it again.</summary>
    public void Dispose()
    {
        device?.Dispose();
        device = null;
    }
}
