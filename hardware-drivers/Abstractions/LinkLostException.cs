namespace HardwareDrivers.Abstractions;

/// <summary>
/// The device behind a link is gone or could not be opened. To be tried again: devices are plugged back in.
/// </summary>
public sealed class LinkLostException : IOException
{
    /// <param name="message">What was being done, on which device, and what the kernel said.</param>
    public LinkLostException(string message) : base(message)
    {
    }

    /// <param name="message">What was being done, on which device, and what the kernel said.</param>
    /// <param name="inner">The error below, kept.</param>
    public LinkLostException(string message, Exception inner) : base(message, inner)
    {
    }
}
