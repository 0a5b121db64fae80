using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>Moments of CLOCK_MONOTONIC, by clock_nanosleep(2).</summary>
public sealed class KernelPacer : IPacer
{
    private const int Absolute = 1;

    /// <inheritdoc/>
    public long Now => MonotonicClock.Nanoseconds;

    /// <inheritdoc/>
    // A signal ends it early; a tone is not worth waiting twice.
    public void SleepUntil(long nanoseconds) =>
        _ = Native.Sleep(MonotonicClock.Id, Absolute, TimeSpecification.FromNanoseconds(nanoseconds), out _);
}
