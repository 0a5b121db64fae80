using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <content>What its meter says beside the openings.</content>
public sealed partial class Valve
{
    /// <summary>
    /// All pulses that it has counted, those of pours and those while it was shut: a total that never goes back, so
    /// that what is missing in records can be seen.
    /// </summary>
    public long LifetimePulses => count.Lifetime;

    /// <summary>
    /// What that was when the last opening began to count: with that opening's pulses it is the total of one moment,
    /// whatever is counted meanwhile.
    /// </summary>
    public long LifetimeBeforeOpening => count.LifetimeBefore;

    /// <summary>
    /// Looks at the meter while the valve is shut, without waiting: whoever owns it has to do so now and then, or the
    /// line's buffer runs over.
    /// </summary>
    /// <returns>Pulses since it was shut; null while an opening is under way, which counts by itself.</returns>
    /// <exception cref="LinkLostException">The meter's line is gone.</exception>
    public long? CountWhileShut()
    {
        if (!reading.TryEnter())
            return null;
        try
        {
            lock (gate)
                if (current is not null || disposed)
                    return null;
            meter.TakeWaiting(count.Take);
            return count.Fewest - settledPulses;
        }
        finally
        {
            reading.Exit();
        }
    }

    /// <summary>Drives the line, and says so to who tells pulses from what the coil does to the meter.</summary>
    private DeviceOutcome Drive(bool open)
    {
        filter.Switched((long)((Int128)time.GetTimestamp() * 1_000_000_000 / time.TimestampFrequency), open);
        return line.Set(open);
    }
}
