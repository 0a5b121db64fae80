namespace HardwareDrivers.Abstractions;

/// <summary>
/// A line that switches something: a valve, a turnstile, a reader's reset. It is safe from the moment it is opened, and
/// again when it is disposed.
/// </summary>
public interface IOutputLine : IDisposable
{
    /// <summary>Drives the line. Any thread may call; it returns at once.</summary>
    /// <returns>A failure when the chip is gone: the line's hardware then has to be safe by itself.</returns>
    DeviceOutcome Set(bool active);
}
