using System.Net.Sockets;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A wire that the program listens to. What happens waits in the socket, as it does in the kernel's buffer of a line:
/// whoever drives the wire has put it there before the driving returns.
/// </summary>
internal sealed class WireInputLine : IInputLine
{
    private readonly Lock gate = new();
    private readonly WireLink link;
    private readonly InputLineSettings settings;
    private readonly EdgeDebouncer? debouncer;
    private readonly Queue<LineEdge> edges = new();
    private readonly WakeSignal wake = new();
    private bool isHigh;
    private bool disposed;

    public WireInputLine(string path, int chip, InputLineSettings settings)
    {
        this.settings = settings;
        try
        {
            link = new WireLink(
                path,
                new WireOrder.Open(chip, settings.Line, settings.Consumer) { IsInput = true, Bias = settings.Bias });
        }
        catch
        {
            wake.Dispose();
            throw;
        }
        link.Socket.Blocking = false;
        isHigh = link.First is WireNews.Level { IsHigh: true };
        debouncer = settings.Debounce > TimeSpan.Zero
            ? new EdgeDebouncer(settings.Debounce, IsActiveAt(isHigh))
            : null;
    }

    public bool IsActive
    {
        get
        {
            lock (gate)
            {
                Fetch();
                return IsActiveAt(isHigh);
            }
        }
    }

    public int Read(Span<LineEdge> into, TimeSpan timeout, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (into.IsEmpty)
            return 0;
        var deadline = MonotonicClock.DeadlineAfter(timeout);
        wake.Clear();
        using var registration = cancellation.UnsafeRegister(static signal => ((WakeSignal)signal!).Set(), wake);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var (count, due) = Take(into);
            if (count > 0 || MonotonicClock.Nanoseconds >= deadline)
                return count;
            Await(Math.Min(deadline, due));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            GiveBack();
            link.Dispose();
        }
        wake.Dispose();
    }

    private bool IsActiveAt(bool high) => high != settings.ActiveLow;

    /// <returns>How many, and when a change that is being debounced will count.</returns>
    private (int Count, long Due) Take(Span<LineEdge> into)
    {
        lock (gate)
        {
            Fetch();
            Keep(debouncer?.Expire(MonotonicClock.Nanoseconds));
            var count = 0;
            while (count < into.Length && edges.TryDequeue(out var edge))
                into[count++] = edge;
            return (count, debouncer?.Due ?? MonotonicClock.Never);
        }
    }

    /// <summary>Takes in all that waits in the socket.</summary>
    private void Fetch()
    {
        try
        {
            while (link.Next() is { } news)
                if (news is WireNews.Changed changed)
                    Note(changed);
        }
        catch (ObjectDisposedException closed)
        {
            throw new LinkLostException($"{link.Name} is closed.", closed);
        }
    }

    private void Note(WireNews.Changed changed)
    {
        isHigh = changed.IsHigh;
        var edge = new LineEdge(changed.Nanoseconds, IsActiveAt(isHigh), changed.Number);
        Keep(debouncer is null ? edge : debouncer.Take(edge));
    }

    /// <summary>Like the kernel's, it loses the oldest change when it is full.</summary>
    private void Keep(LineEdge? edge)
    {
        if (edge is not { } counts)
            return;
        if (edges.Count >= settings.EdgeBuffer)
            edges.Dequeue();
        edges.Enqueue(counts);
    }

    private void Await(long until)
    {
        var handle = link.Socket.SafeHandle;
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            Readiness.Wait((int)handle.DangerousGetHandle(), PollEvents.Readable, wake, until);
        }
        catch (ObjectDisposedException closed)
        {
            throw new LinkLostException($"{link.Name} is closed.", closed);
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
    }

    /// <summary>So that whoever comes next finds it free.</summary>
    private void GiveBack()
    {
        try
        {
            link.Socket.Blocking = true;
            link.Socket.Send(WireTalk.Close);
            var packet = new byte[WireTalk.LongestBytes];
            // What happened meanwhile comes before the answer.
            while (link.Socket.Receive(packet) is > 0 and var count &&
                WireTalk.ReadNews(packet.AsSpan(0, count)) is not (WireNews.Done or WireNews.Refused))
            {
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It is free already.
        }
    }
}
