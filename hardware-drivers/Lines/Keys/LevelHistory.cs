using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>What an input line was at a moment that is over, by its changes.</summary>
/// <param name="level">What it was before the first of them.</param>
public sealed class LevelHistory(bool level)
{
    private readonly Queue<LineEdge> changes = new();
    private bool level = level;

    /// <summary>It has changed, each time later than before.</summary>
    public void Take(LineEdge change) => changes.Enqueue(change);

    /// <summary>Its level at a moment; nobody asks for an earlier one afterwards.</summary>
    /// <param name="nanoseconds">As in <see cref="LineEdge.Nanoseconds"/>.</param>
    public bool At(long nanoseconds)
    {
        while (changes.TryPeek(out var next) && next.Nanoseconds <= nanoseconds)
            level = changes.Dequeue().IsActive;
        return level;
    }
}
