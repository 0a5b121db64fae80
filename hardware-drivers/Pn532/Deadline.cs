namespace HardwareDrivers.Pn532;

/// <summary>A moment up to which something may take.</summary>
internal readonly struct Deadline
{
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly TimeSpan length;

    private Deadline(TimeProvider clock, long start, TimeSpan length)
    {
        this.clock = clock;
        this.start = start;
        this.length = length;
    }

    /// <summary>What is left of it, never less than zero.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = length - clock.GetElapsedTime(start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>It has passed.</summary>
    public bool Passed => Left == TimeSpan.Zero;

    /// <summary>The moment that comes after a while from now.</summary>
    public static Deadline After(TimeSpan length, TimeProvider clock) => new(clock, clock.GetTimestamp(), length);
}
