using HardwareDrivers.Abstractions;

namespace Tests.Unit.HardwareDrivers.Lines;

/// <summary>A flow meter's line whose pulses a test makes; it waits by the test's clock.</summary>
internal sealed class PushedInput(TimeProvider time) : IInputLine
{
    private readonly Queue<LineEdge> waiting = [];
    private readonly AutoResetEvent arrived = new(initialState: false);
    private uint sequence;
    private volatile bool isGone;

    public bool IsActive => false;

    /// <summary>How often it was read with nothing there: whoever waits for it has seen all before.</summary>
    public int TimesEmpty => Volatile.Read(ref timesEmpty);

    private int timesEmpty;

    public void Pulse(int count = 1)
    {
        for (var pulse = 0; pulse < count; pulse++)
        {
            Push(isActive: true);
            Push(isActive: false);
        }
        arrived.Set();
    }

    /// <summary>One change alone: half a pulse.</summary>
    public void Turn(bool isActive)
    {
        Push(isActive);
        arrived.Set();
    }

    /// <summary>Changes that the kernel had no room for.</summary>
    public void Lose(uint edges) => sequence += edges;

    public void Vanish()
    {
        isGone = true;
        arrived.Set();
    }

    public int Read(Span<LineEdge> edges, TimeSpan timeout, CancellationToken cancellation)
    {
        var timedOut = new ManualResetEvent(timeout == TimeSpan.Zero);
        using var timer = time.CreateTimer(
            static state => ((ManualResetEvent)state!).Set(),
            timedOut,
            timeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout,
            Timeout.InfiniteTimeSpan);
        while (true)
        {
            if (isGone)
                throw new LinkLostException("the chip is gone");
            if (Take(edges) is > 0 and var count)
                return count;
            Interlocked.Increment(ref timesEmpty);
            switch (WaitHandle.WaitAny([cancellation.WaitHandle, arrived, timedOut]))
            {
                case 0:
                    throw new OperationCanceledException(cancellation);
                case 2:
                    return 0;
            }
        }
    }

    public void Dispose() => arrived.Dispose();

    private void Push(bool isActive)
    {
        var nanoseconds = time.GetElapsedTime(0).Ticks * TimeSpan.NanosecondsPerTick;
        lock (waiting)
            waiting.Enqueue(new LineEdge(nanoseconds, isActive, ++sequence));
    }

    private int Take(Span<LineEdge> edges)
    {
        lock (waiting)
        {
            var count = 0;
            while (count < edges.Length && waiting.TryDequeue(out var edge))
                edges[count++] = edge;
            return count;
        }
    }
}
