using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// Counts a flow meter's pulses from the changes of its line: a pulse begins when the line becomes active. Of changes
/// that were lost every second was a pulse: rounded up for whoever has to close in time, down for whoever pays. Follows
/// the line for as long as it is open, so that what is lost between two openings is seen, too, and a pulse
/// that one opening began is not the next one's.
/// </summary>
internal sealed class PulseCount(PulseFilter filter)
{
    // The kernel counts from 1, and anew after 2³² − 1.
    private uint lastSequence;
    private long lifetime;
    private long lifetimeBefore;

    /// <summary>No fewer than have flowed.</summary>
    public long Most { get; private set; }

    /// <summary>No more than have flowed.</summary>
    public long Fewest { get; private set; }

    /// <summary>Changes that were lost.</summary>
    public long LostEdges { get; private set; }

    /// <summary>What <see cref="Fewest"/> was in all, never set back; read by any thread.</summary>
    public long Lifetime => Volatile.Read(ref lifetime);

    /// <summary>What <see cref="Lifetime"/> was when the count last began at zero; read by any thread.</summary>
    public long LifetimeBefore => Volatile.Read(ref lifetimeBefore);

    /// <summary>Begins at zero; where the line's changes are goes on.</summary>
    public void Restart()
    {
        (Most, Fewest, LostEdges) = (0, 0, 0);
        Volatile.Write(ref lifetimeBefore, lifetime);
    }

    public void Take(LineEdge edge)
    {
        var lost = unchecked(edge.Sequence - lastSequence - 1);
        lastSequence = edge.Sequence;
        LostEdges += lost;
        var pulse = edge.IsActive && filter.Counts(edge.Nanoseconds) ? 1 : 0;
        Most += pulse + ((long)lost + 1) / 2;
        Fewest += pulse + lost / 2;
        Volatile.Write(ref lifetime, lifetime + pulse + lost / 2);
    }
}
