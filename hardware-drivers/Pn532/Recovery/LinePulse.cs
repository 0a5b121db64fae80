using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>Makes a line active for a while. Whatever happens meanwhile, it is inactive afterwards.</summary>
internal static class LinePulse
{
    /// <param name="line">The line.</param>
    /// <param name="name">What it does, for messages.</param>
    /// <param name="length">For how long.</param>
    /// <param name="link">Listened to meanwhile.</param>
    /// <param name="cancellation">Ends the pulse early.</param>
    /// <exception cref="ChipFaultException">The line cannot be driven.</exception>
    /// <exception cref="LinkLostException">The link is gone: a USB reader lost its supply, too.</exception>
    public static void Give(
        IOutputLine line, string name, TimeSpan length, IFrameLink link, CancellationToken cancellation)
    {
        DeviceOutcome released;
        try
        {
            Check(line.Set(active: true), name);
            link.Idle(length, cancellation);
        }
        finally
        {
            released = line.Set(active: false);
        }
        Check(released, name);
    }

    private static void Check(DeviceOutcome outcome, string name)
    {
        if (outcome is DeviceOutcome.Failure failure)
            throw new ChipFaultException($"the {name} line cannot be driven: {failure.Detail}", ReaderSign.LineFailed);
    }
}
