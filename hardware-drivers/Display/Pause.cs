namespace HardwareDrivers.Display;

/// <summary>Waits, as data sheets ask for; cancelled at once.</summary>
internal static class Pause
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void For(TimeSpan length, TimeProvider time, CancellationToken cancellation)
    {
        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), over, length, Timeout.InfiniteTimeSpan);
        over.Wait(cancellation);
    }
}
