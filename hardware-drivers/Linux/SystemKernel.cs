namespace HardwareDrivers.Linux;

/// <summary>The kernel of this machine.</summary>
internal sealed class SystemKernel : IKernel
{
    private SystemKernel()
    {
    }

    /// <summary>There is one.</summary>
    public static SystemKernel Instance { get; } = new();

    public long Now => MonotonicClock.Nanoseconds;

    public int Open(string path, OpenFlags flags) => Result(Native.Open(path, flags | OpenFlags.CloseOnExec));

    public int Close(int descriptor) => Result(Native.Close(descriptor));

    public int Control(int descriptor, uint request, nint argument) =>
        Result(Native.DeviceControl(descriptor, request, argument));

    public int Read(int descriptor, Span<byte> buffer) =>
        Result((int)Native.Read(descriptor, buffer, (nuint)buffer.Length));

    public int Write(int descriptor, ReadOnlySpan<byte> bytes) =>
        Result((int)Native.Write(descriptor, bytes, (nuint)bytes.Length));

    public PollEvents AwaitInput(int descriptor, WakeSignal wake, long deadline) =>
        Readiness.Wait(descriptor, PollEvents.Readable, wake, deadline);

    public void Pause(TimeSpan length)
    {
        var left = TimeSpecification.FromNanoseconds(length.Ticks * TimeSpan.NanosecondsPerTick);
        // A signal ends it early; what is left is not worth waiting for.
        _ = Native.Sleep(MonotonicClock.Id, 0, left, out _);
    }

    private static int Result(int returned) => returned >= 0 ? returned : -Errno.Last;
}
