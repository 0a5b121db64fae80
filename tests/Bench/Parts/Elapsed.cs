namespace Tests.Bench;

/// <summary>Time that went by, by the monotonic clock.</summary>
internal static class Elapsed
{
    /// <summary>A moment.</summary>
    public static long Now => TimeProvider.System.GetTimestamp();

    public static double Milliseconds(long from, long to) =>
        (to - from) * 1_000.0 / TimeProvider.System.TimestampFrequency;

    /// <summary>From a moment until now.</summary>
    public static double Milliseconds(long from) => Milliseconds(from, Now);

    /// <summary>How long something takes.</summary>
    public static double Milliseconds(Action action)
    {
        var start = Now;
        action();
        return Milliseconds(start);
    }
}
