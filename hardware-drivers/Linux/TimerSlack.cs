namespace HardwareDrivers.Linux;

/// <summary>
/// How late the kernel may wake a thread on purpose, to wake several at once: 50 µs unless changed, as long as half a
/// byte at 115,200 baud (prctl(2), PR_SET_TIMERSLACK).
/// </summary>
public static class TimerSlack
{
    internal const int SetTimerSlack = 29;

    /// <summary>From now on the calling thread is woken as exactly as the machine can.</summary>
    public static void Remove() => _ = Native.ProcessControl(SetTimerSlack, 1, 0, 0, 0);
}
