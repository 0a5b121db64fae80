namespace HardwareDrivers.Linux;

/// <summary>Waits for a device by ppoll(2), up to a moment of CLOCK_MONOTONIC.</summary>
internal static class Readiness
{
    /// <summary>
    /// Returns when one of <paramref name="wanted"/> holds, the device hangs up or fails, <paramref name="wake"/> is
    /// set, or the deadline has passed: what the kernel says of the device, nothing in the last two cases.
    /// </summary>
    /// <param name="device">The descriptor to watch.</param>
    /// <param name="wanted">Readable, writable, or neither.</param>
    /// <param name="wake">Ends the wait from another thread.</param>
    /// <param name="deadline">Nanoseconds of <see cref="MonotonicClock"/>.</param>
    /// <exception cref="IOException">The kernel refuses to wait: a closed descriptor, no memory.</exception>
    public static PollEvents Wait(Descriptor device, PollEvents wanted, WakeSignal wake, long deadline)
    {
        var held = false;
        try
        {
            device.DangerousAddRef(ref held);
            return Wait((int)device.DangerousGetHandle(), wanted, wake, deadline);
        }
        finally
        {
            if (held)
                device.DangerousRelease();
        }
    }

    /// <summary>Returns when <paramref name="wake"/> is set, or the deadline has passed.</summary>
    /// <inheritdoc cref="Wait(Descriptor,PollEvents,WakeSignal,long)"/>
    public static void Wait(WakeSignal wake, long deadline) =>
        Wait(wake.Descriptor, PollEvents.None, wake, deadline);

    /// <inheritdoc cref="Wait(Descriptor,PollEvents,WakeSignal,long)"/>
    public static unsafe PollEvents Wait(int device, PollEvents wanted, WakeSignal wake, long deadline)
    {
        var wakeHeld = false;
        try
        {
            wake.Descriptor.DangerousAddRef(ref wakeHeld);
            var watched = stackalloc PollDescriptor[2];
            watched[0] = new() { Descriptor = device, Wanted = wanted };
            watched[1] = new() { Descriptor = (int)wake.Descriptor.DangerousGetHandle(), Wanted = PollEvents.Readable };
            Poll(watched, deadline);
            return watched[0].Seen;
        }
        finally
        {
            if (wakeHeld)
                wake.Descriptor.DangerousRelease();
        }
    }

    private static unsafe void Poll(PollDescriptor* watched, long deadline)
    {
        while (true)
        {
            // Counted from the deadline each time round, so that signals do not stretch the wait.
            var left = TimeSpecification.FromNanoseconds(Math.Max(0, deadline - MonotonicClock.Nanoseconds));
            var count = Native.Poll(watched, 2, deadline == MonotonicClock.Never ? null : &left, 0);
            if (count >= 0)
                return;
            if (Errno.Last != Errno.Interrupted)
                throw new IOException($"Cannot wait for a device: {Errno.Describe(Errno.Last)}.");
        }
    }
}
