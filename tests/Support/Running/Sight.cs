using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>What somebody in front of the terminal sees or hears.</summary>
public abstract record Sight
{
    private Sight()
    {
    }

    public sealed record Frame(MonochromeFrame Picture, PanelReading Reading) : Sight
    {
        /// <summary>When it was seen, by <see cref="TimeProvider.System"/>.</summary>
        public long Seen { get; } = TimeProvider.System.GetTimestamp();
    }

    public sealed record Melody(string Name) : Sight
    {
        /// <summary>Hertz (0 is a pause) and milliseconds.</summary>
        public ImmutableArray<(int Hertz, double Milliseconds)> Notes { get; init; } = [];

        /// <summary>When it was heard, by <see cref="TimeProvider.System"/>.</summary>
        public long Heard { get; } = TimeProvider.System.GetTimestamp();
    }
}
