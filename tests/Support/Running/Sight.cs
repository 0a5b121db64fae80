using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>What somebody in front of the terminal sees or hears.</summary>
public abstract record Sight
{
    private Sight()
    {
    }

    public sealed record Frame(MonochromeFrame Picture, PanelReading Reading) : Sight;

    public sealed record Melody(string Name) : Sight;
}
