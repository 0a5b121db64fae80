namespace HardwareDrivers.Linux;

/// <summary>
/// CLOCK_MONOTONIC: nanoseconds since the machine was started, the same in every process. The clock of
/// <see cref="TimeProvider.System"/>'s timestamps, and of every deadline in this project.
/// </summary>
public static class MonotonicClock
{
    /// <summary>CLOCK_MONOTONIC.</summary>
    internal const int Id = 1;

    /// <summary>A deadline that never comes.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Nanoseconds since the machine was started.</summary>
    public static long Nanoseconds
    {
        get
        {
            // Fails only for a clock that the kernel does not know; it knows this one since 2.6.
            _ = Native.ClockGetTime(Id, out var time);
            return time.TotalNanoseconds;
        }
    }

    /// <summary>The moment after a time-out that begins now; <see cref="Never"/> for an infinite one.</summary>
    public static long DeadlineAfter(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? Never : Nanoseconds + timeout.Ticks * TimeSpan.NanosecondsPerTick;
}
