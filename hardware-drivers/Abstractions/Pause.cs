namespace HardwareDrivers.Abstractions;

/// <summary>How the thread of a device waits, by a clock that a test may hold.</summary>
public static class Pause
{
    /// <summary>Waits for so long.</summary>
    /// <exception cref="OperationCanceledException">At once, also in the middle of it.</exception>
    public static void For(TimeSpan length, TimeProvider time, CancellationToken cancellation)
    {
        if (Until(cancellation.WaitHandle, length, time))
            cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Waits for a signal, but no longer than this.</summary>
    /// <returns>False when the time ran out.</returns>
    public static bool Until(WaitHandle signal, TimeSpan longest, TimeProvider time)
    {
        // The system's timers come 3 to 7 ms late, a wait of the thread itself less than 0.2.
        if (time == TimeProvider.System)
            return signal.WaitOne(WholeMilliseconds(longest));
        // Not disposed: the timer's thread may set it while this one has gone on.
        var over = new ManualResetEvent(initialState: false);
        using var timer = time.CreateTimer(
            static state => ((ManualResetEvent)state!).Set(), over, longest, Timeout.InfiniteTimeSpan);
        return WaitHandle.WaitAny([signal, over]) == 0;
    }

    /// <summary>
    /// Waits, with a monitor held, until somebody pulses it, the time runs out, or the wait is cancelled: the caller
    /// looks what it was. May return early.
    /// </summary>
    public static void UntilPulsed(object gate, TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        var registration = cancellation.UnsafeRegister(Wake, gate);
        using var timer = time.CreateTimer(Wake, gate, longest, Timeout.InfiniteTimeSpan);
        if (!cancellation.IsCancellationRequested)
            Monitor.Wait(gate);
        // Not disposed: that would wait for a callback that is under way, and that one waits for the gate.
        registration.Unregister();
    }

    /// <summary>What a handle waits; it cuts a fraction off, and a chip would be spoken to too early.</summary>
    private static TimeSpan WholeMilliseconds(TimeSpan length) =>
        TimeSpan.FromMilliseconds(Math.Ceiling(length.TotalMilliseconds));

    private static void Wake(object? gate)
    {
        lock (gate!)
            Monitor.PulseAll(gate);
    }
}
