using System.Collections.Immutable;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// Sounds while a fault is raised for which somebody has to come at once; also after a start, as long as it stays
/// raised. Only the loop calls it.
/// </summary>
internal sealed class AlarmBell(IStation station, TerminalClock clock)
{
    private const long Every = 5_000;

    /// <summary>Goods, or the door, are open to anybody meanwhile, and nobody may be there to see it.</summary>
    private static readonly ImmutableSortedSet<Fault> Alarms = [Fault.ValveLeaks, Fault.TurnstileTampered];

    private long? next;

    /// <summary>How long the loop may wait for an input, at most; null: as long as it likes.</summary>
    public long? MillisecondsLeft => next is { } at ? Math.Max(1, at - clock.Monotonic) : null;

    /// <summary>The loop has come round.</summary>
    public void Ring(ImmutableSortedSet<Fault> faults)
    {
        if (!Alarms.Overlaps(faults))
            next = null;
        else if (!(clock.Monotonic < next))
        {
            station.Sound(Cue.Alarm);
            next = clock.Monotonic + Every;
        }
    }
}
