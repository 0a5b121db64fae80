using System.Collections.Immutable;
using HardwareDrivers.Display;

namespace HardwareDrivers.Simulated;

/// <summary>What stands on a panel.</summary>
/// <param name="Symbol">The symbol seen; at most one is looked for.</param>
/// <param name="Lines">From the top. Text that stands apart in one line is separated by a tabulator.</param>
public sealed record PanelReading(Symbol Symbol, ImmutableArray<string> Lines)
{
    /// <summary>All of it, for a condition in a test: lines separated by line ends.</summary>
    public string Text => string.Join('\n', Lines);

    /// <inheritdoc/>
    public bool Equals(PanelReading? other) =>
        other is not null && Symbol == other.Symbol && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Symbol, Text);

    /// <inheritdoc/>
    public override string ToString() => $"[{Symbol}] {string.Join(" | ", Lines)}";
}
