using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>An output line of the configuration.</summary>
/// <param name="Name">What it switches: <c>valve</c>.</param>
/// <param name="Chip">N of <c>/dev/gpiochipN</c>.</param>
/// <param name="Settings">How it is wired, and what is safe.</param>
public sealed record NamedLine(string Name, int Chip, OutputLineSettings Settings);
