using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// The time as the core gets it. The machine's own wall time is not trusted: most boards have no battery, and time
/// servers are not authenticated. A beat of the ledger that answered our own ask is.
/// </summary>
internal sealed class TerminalClock(TimeProvider time)
{
    private long? trustedAtBoot;

    /// <summary>Milliseconds of the monotonic clock.</summary>
    public long Monotonic => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Now.</summary>
    public Now Now()
    {
        var monotonic = Monotonic;
        var wall = trustedAtBoot is { } boot ? boot + monotonic : time.GetUtcNow().ToUnixTimeMilliseconds();
        var offset = time.LocalTimeZone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, wall)));
        return new Now(monotonic, Math.Max(0, wall), trustedAtBoot is not null, (int)offset.TotalMinutes);
    }

    /// <summary>How long ago a driver saw something.</summary>
    /// <param name="timestamp">Of the same clock.</param>
    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>The ledger has said what time it is.</summary>
    public void Trust(long ledgerMilliseconds) => trustedAtBoot = ledgerMilliseconds - Monotonic;
}
