using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>
/// The time as the core gets it. The machine's own wall time is not trusted: most boards have no battery, and time
/// servers are not authenticated. A beat of the ledger that answered a recent ask of our own is.
/// </summary>
internal sealed class TerminalClock(TimeProvider time)
{
    private const long Never = long.MinValue;

    private long trustedAtBoot = Never;

    /// <summary>Milliseconds of the monotonic clock.</summary>
    public long Monotonic => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The wall time, as the ledger told it in this start; null: it has not. Any thread.</summary>
    public long? TrustedWall => Volatile.Read(ref trustedAtBoot) is not Never and var boot ? boot + Monotonic : null;

    /// <summary>Now.</summary>
    public Now Now()
    {
        var monotonic = Monotonic;
        var trusted = trustedAtBoot != Never;
        var wall = trusted ? trustedAtBoot + monotonic : time.GetUtcNow().ToUnixTimeMilliseconds();
        var offset = time.LocalTimeZone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, wall)));
        return new Now(monotonic, Math.Max(0, wall), trusted, (int)offset.TotalMinutes);
    }

    /// <summary>How long ago a driver saw something.</summary>
    /// <param name="timestamp">Of the same clock.</param>
    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>The ledger has said what time it was.</summary>
    /// <param name="monotonicMilliseconds">When, by the monotonic clock.</param>
    /// <param name="ledgerMilliseconds">The time, since 1970-01-01T00:00:00Z.</param>
    public void Trust(long monotonicMilliseconds, long ledgerMilliseconds) =>
        Volatile.Write(ref trustedAtBoot, ledgerMilliseconds - monotonicMilliseconds);
}
