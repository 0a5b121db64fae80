namespace CloudBridge.Contract;

/// <summary>When a record was made, by the terminal's own clocks. Order is sequence, never this.</summary>
/// <param name="Boot">How many times the terminal has started, from 1.</param>
/// <param name="MonotonicMilliseconds">The machine's monotonic clock; compares within one boot of the machine.</param>
/// <param name="WallMilliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Trusted">The wall time was set by a beat of the ledger in this boot.</param>
public readonly record struct Stamp(long Boot, long MonotonicMilliseconds, long WallMilliseconds, bool Trusted)
{
    /// <summary>The wall time.</summary>
    public DateTimeOffset WallTime => DateTimeOffset.FromUnixTimeMilliseconds(WallMilliseconds);
}
