using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>Counts a flow meter's pulses from the changes of its line: a pulse begins when the line becomes active.
/// </summary>
internal struct PulseCount
{
    private uint? lastSequence;

    /// <summary>All so far.</summary>
    public long Pulses { get; private set; }

    /// <summary>Changes that were lost so far; every second was a pulse, rounded up.</summary>
    public long LostEdges { get; private set; }

    public void Take(LineEdge edge)
    {
        // Sequences begin anew after 2³² − 1.
        var lost = lastSequence is { } last ? unchecked(edge.Sequence - last - 1) : 0;
        lastSequence = edge.Sequence;
        LostEdges += lost;
        Pulses += (edge.IsActive ? 1 : 0) + (lost + 1) / 2;
    }
}
