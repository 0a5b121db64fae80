using Tests.Support;

namespace Tests.Simulation;

/// <summary>
/// A machine's clocks: the monotonic one starts again with each boot of the machine and runs a little fast or slow, the
/// wall clock jumps. No timers: the world wakes who wants to be woken.
/// </summary>
/// <param name="agenda">The true time.</param>
/// <param name="partsPerMillion">How much too fast; below zero: too slow.</param>
internal sealed class MachineClock(Agenda agenda, int partsPerMillion) : TimeProvider
{
    private const long Million = 1_000_000;

    private long bootedAt = agenda.Now;

    /// <summary>How far the wall clock is ahead.</summary>
    public long WallAhead { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Drifted(agenda.Now - bootedAt);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon + Drifted(agenda.Now) + WallAhead);

    /// <summary>The machine starts: its monotonic clock counts from nothing.</summary>
    public void Boot() => bootedAt = agenda.Now;

    /// <summary>How long to wait, in true milliseconds, until so many have passed here.</summary>
    public static long TrueWait(long milliseconds) => milliseconds + milliseconds / 1_000 + 1;

    private long Drifted(long milliseconds) => milliseconds + milliseconds * partsPerMillion / Million;
}
