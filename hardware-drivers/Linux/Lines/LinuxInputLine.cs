using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Linux;

/// <summary>
/// One line that is listened to: the kernel stamps each change in its interrupt and keeps it until it is read. When its
/// buffer is full the oldest is lost, and the numbers show a gap.
/// </summary>
internal sealed class LinuxInputLine : IInputLine
{
    private readonly IKernel kernel;
    private readonly DeviceFile line;
    private readonly EdgeDebouncer? debouncer;
    private readonly WakeSignal wake = new();
    private readonly LineEvent[] events = new LineEvent[64];

    /// <param name="kernel">Who has it open.</param>
    /// <param name="line">With both edges asked for.</param>
    /// <param name="debounce">What the kernel would not do; zero for nothing.</param>
    public LinuxInputLine(IKernel kernel, DeviceFile line, TimeSpan debounce)
    {
        (this.kernel, this.line) = (kernel, line);
        try
        {
            debouncer = debounce > TimeSpan.Zero ? new EdgeDebouncer(debounce, IsActive) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public bool IsActive
    {
        get
        {
            var values = new LineValues { Mask = 1 };
            var error = line.Control(LineRequests.GetValues, ref values);
            return error >= 0 ? (values.Bits & 1) != 0 : throw DeviceFault.While("reading it", line.Name, -error);
        }
    }

    public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (edges.IsEmpty)
            return 0;
        var deadline = timeout == Timeout.InfiniteTimeSpan
            ? MonotonicClock.Never
            : kernel.Now + timeout.Ticks * TimeSpan.NanosecondsPerTick;
        wake.Clear();
        using var registration = cancellation.UnsafeRegister(static signal => ((WakeSignal)signal!).Set(), wake);
        while (true)
        {
            var seen = line.AwaitInput(wake, Math.Min(deadline, debouncer?.Due ?? MonotonicClock.Never));
            cancellation.ThrowIfCancellationRequested();
            var count = seen == PollEvents.None ? Expire(edges) : Take(edges, seen);
            if (count > 0 || seen == PollEvents.None && kernel.Now >= deadline)
                return count;
        }
    }

    public void Dispose()
    {
        line.Dispose();
        wake.Dispose();
    }

    private int Expire(Span<LineEdge> edges)
    {
        if (debouncer?.Expire(kernel.Now) is not { } lasted)
            return 0;
        edges[0] = lasted;
        return 1;
    }

    private int Take(Span<LineEdge> edges, PollEvents seen)
    {
        if ((seen & PollEvents.Readable) == 0)
            throw DeviceFault.Unusable(line.Name, "the chip is gone.");
        // A debounced change may come out for each that goes in: never more than fit.
        var count = line.Read(events.AsSpan(0, Math.Min(edges.Length, events.Length)));
        if (count is -Errno.Interrupted or -Errno.TryAgain)
            return 0;
        if (count < 0)
            throw DeviceFault.While("reading its changes", line.Name, -count);
        var taken = 0;
        foreach (ref readonly var happened in events.AsSpan(0, count))
        {
            var edge = new LineEdge(
                (long)happened.Nanoseconds, happened.Id == LineEventId.Rising, happened.LineSequence);
            if ((debouncer is null ? edge : debouncer.Take(edge)) is { } counts)
                edges[taken++] = counts;
        }
        return taken;
    }
}
