namespace HardwareDrivers.Lines;

/// <summary>
/// Tells a flow meter's pulses from glitches by when they come. Water has mass: after the valve opens none flows at
/// once, and after it closes none flows faster than before. So near an opening nothing counts, and near a closing what
/// comes about when the next pulse was due.
/// </summary>
/// <param name="settings">Nanoseconds matter: a TimeSpan's ticks are fine enough.</param>
internal sealed class PulseFilter(PulseFilterSettings settings)
{
    private readonly long leastPeriod = settings.LeastPeriod.Ticks * TimeSpan.NanosecondsPerTick;
    private readonly long nearSwitching = settings.NearSwitching.Ticks * TimeSpan.NanosecondsPerTick;

    // Who drives the valve's line is often another thread than who counts.
    private long openedAt = long.MinValue;
    private long closedAt = long.MinValue;
    private long? last;
    private long? period;

    /// <summary>The line is about to be driven.</summary>
    /// <param name="nanoseconds">On the clock of the meter's changes.</param>
    /// <param name="opens">Or closes.</param>
    public void Switched(long nanoseconds, bool opens)
    {
        if (opens)
            Volatile.Write(ref openedAt, nanoseconds);
        else
            Volatile.Write(ref closedAt, nanoseconds);
    }

    /// <summary>Is a pulse that began then one of the meter's?</summary>
    public bool Counts(long nanoseconds)
    {
        var since = nanoseconds - last;
        if (since < leastPeriod || IsNear(nanoseconds, Volatile.Read(ref openedAt)) ||
            IsNear(nanoseconds, Volatile.Read(ref closedAt)) && !IsDue(since))
            return false;
        (period, last) = (since, nanoseconds);
        return true;
    }

    private bool IsNear(long nanoseconds, long switched) =>
        switched != long.MinValue && nanoseconds >= switched && nanoseconds - switched < nearSwitching;

    /// <summary>Between half and four times as long after the last one as that came after the one before.</summary>
    private bool IsDue(long? since) => since * 2 >= period && since <= period * 4;
}
