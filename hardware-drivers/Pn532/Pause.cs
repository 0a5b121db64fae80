namespace HardwareDrivers.Pn532;

/// <summary>Waits a short while on a driver's thread.</summary>
internal static class Pause
{
    /// <exception cref="OperationCanceledException">At once, also in the middle of it.</exception>
    public static void For(TimeSpan length, TimeProvider clock, CancellationToken cancellation)
    {
        // The system's timers come 3 to 7 ms late, a wait of the thread itself less than 0.2.
        if (clock == TimeProvider.System)
        {
            cancellation.WaitHandle.WaitOne(length);
            cancellation.ThrowIfCancellationRequested();
            return;
        }
        using var over = new ManualResetEventSlim();
        using var timer = clock.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), over, length, Timeout.InfiniteTimeSpan);
        over.Wait(cancellation);
    }
}
