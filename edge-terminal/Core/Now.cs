using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The time, as an input: the core has no clock.</summary>
/// <param name="MonotonicMilliseconds">Since the machine's boot: for waits and ages.</param>
/// <param name="WallMilliseconds">Since 1970-01-01T00:00:00Z: for records, dates and hours.</param>
/// <param name="Trusted">A beat of the ledger has set the wall time in this boot.</param>
/// <param name="UtcOffsetMinutes">The place's offset from UTC at this wall time.</param>
public readonly record struct Now(
    long MonotonicMilliseconds, long WallMilliseconds, bool Trusted, int UtcOffsetMinutes = 0)
{
    private const long MinutesADay = 24 * 60;

    /// <summary>Minutes after midnight at this place.</summary>
    public int LocalMinuteOfDay => (int)((WallMilliseconds / 60_000 + UtcOffsetMinutes + MinutesADay) % MinutesADay);

    /// <summary>The day of caps and allowances; 0: the time is not trusted.</summary>
    internal long DayBy(TerminalLimits limits) => Trusted ? limits.DayOf(WallMilliseconds) : 0;
}
