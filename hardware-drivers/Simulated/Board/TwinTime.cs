using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// How a twin waits: on a <see cref="VirtualClock"/> waiting makes the time pass, on any other clock it really waits.
/// </summary>
internal sealed class TwinTime(TimeProvider clock)
{
    /// <summary>Nanoseconds of the clock; of CLOCK_MONOTONIC for the system's.</summary>
    public long Now => (long)((Int128)clock.GetTimestamp() * 1_000_000_000 / clock.TimestampFrequency);

    /// <summary>When a time-out that begins now is over.</summary>
    public long After(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Now + timeout.ToNanoseconds();

    /// <summary>
    /// Waits, with <paramref name="gate"/> held, until something changes: somebody pulses the gate, the moment comes,
    /// or the wait is cancelled. May return early.
    /// </summary>
    public void Await(object gate, long until, CancellationToken cancellation)
    {
        if (clock is VirtualClock virtually)
        {
            var next = Math.Min(virtually.NextEvent, until);
            if (next == long.MaxValue)
                throw new InvalidOperationException("Waits for ever: the agenda is empty.");
            virtually.AdvanceTo(next);
            return;
        }
        var left = until == long.MaxValue
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromTicks(Math.Max(0, until - Now) / TimeSpan.NanosecondsPerTick + 1);
        Pause.UntilPulsed(gate, left, clock, cancellation);
    }
}
