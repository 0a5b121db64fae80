namespace HardwareDrivers.Abstractions;

/// <summary>Wakes a thread exactly: to some ten microseconds, where timers are milliseconds late.</summary>
public interface IPacer
{
    /// <summary>Nanoseconds of its clock.</summary>
    long Now { get; }

    /// <summary>Holds the calling thread until a moment of <see cref="Now"/>, which may be past.</summary>
    void SleepUntil(long nanoseconds);
}
