using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>A buzzer in memory, for tests: keeps every melody that was started.</summary>
public sealed class MemorySounder : ISounder
{
    private ImmutableList<Melody> melodies = [];

    /// <summary>What was started, in order.</summary>
    public IReadOnlyList<Melody> Melodies => Volatile.Read(ref melodies);

    /// <inheritdoc/>
    public DeviceOutcome Play(Melody melody)
    {
        ImmutableInterlocked.Update(ref melodies, list => list.Add(melody));
        return DeviceOutcome.Done;
    }
}
