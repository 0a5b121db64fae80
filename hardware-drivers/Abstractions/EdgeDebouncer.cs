namespace HardwareDrivers.Abstractions;

/// <summary>
/// Debouncing where the kernel does none: a level must last for a while to count, and counts from then on. Pure: the
/// moments are given.
/// </summary>
/// <param name="period">How long a level must last.</param>
/// <param name="level">The level that counts at first.</param>
public sealed class EdgeDebouncer(TimeSpan period, bool level)
{
    private readonly long period = period.Ticks * TimeSpan.NanosecondsPerTick;
    private bool current = level;
    private uint given;
    private uint lost;
    private uint heard;

    /// <summary>When the change that is under way will count; <see cref="long.MaxValue"/> for none.</summary>
    public long Due { get; private set; } = long.MaxValue;

    /// <summary>A change of the line, in order.</summary>
    /// <param name="raw">Its sequence tells what was lost before it.</param>
    /// <returns>The earlier change, when it had lasted long enough by now.</returns>
    public LineEdge? Take(LineEdge raw)
    {
        var lasted = Expire(raw.Nanoseconds);
        // Sequences begin anew after 2³² − 1.
        lost = unchecked(lost + raw.Sequence - heard - 1);
        heard = raw.Sequence;
        Due = raw.IsActive == current ? long.MaxValue : raw.Nanoseconds + period;
        return lasted;
    }

    /// <summary>Lets time pass without a change.</summary>
    /// <returns>The change that has lasted long enough by now.</returns>
    public LineEdge? Expire(long now)
    {
        if (now < Due)
            return null;
        current = !current;
        var edge = new LineEdge(Due, current, unchecked(++given + lost));
        Due = long.MaxValue;
        return edge;
    }
}
