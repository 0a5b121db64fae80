namespace EdgeTerminal.Host;

/// <summary>
/// Tells the service manager that the loop comes round. Only the loop calls it, from where it takes its inputs: a loop
/// that hangs in a decision or in an fsync says nothing, and is killed.
/// </summary>
internal sealed class Watchdog(ServiceManager manager, TimeProvider time)
{
    /// <summary>One that comes late does no harm yet (sd_watchdog_enabled(3) advises at least two).</summary>
    private const int TimesWithinLimit = 3;

    private readonly TimeSpan? every = manager.WatchdogLimit / TimesWithinLimit;
    private long? last;

    /// <summary>How long the loop may wait for an input, at most; null: as long as it likes.</summary>
    public long? MillisecondsLeft => every is { } interval
        ? Math.Max(1, (long)(interval - Since).TotalMilliseconds)
        : null;

    private TimeSpan Since => last is { } timestamp ? time.GetElapsedTime(timestamp) : TimeSpan.Zero;

    /// <summary>The loop has come round.</summary>
    public void Feed()
    {
        if (every is null || last is not null && Since < every)
            return;
        last = time.GetTimestamp();
        manager.Alive();
    }
}
