using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A line that the program listens to; like the kernel's, it loses the oldest change when it is full.
/// </summary>
internal sealed class VirtualInputLine : IInputLine
{
    private readonly VirtualBoard board;
    private readonly VirtualLine line;
    private readonly InputLineSettings settings;
    private readonly EdgeDebouncer? debouncer;
    private readonly Queue<LineEdge> edges = new();
    private uint sequence;
    private bool disposed;

    public VirtualInputLine(VirtualBoard board, VirtualLine line, InputLineSettings settings)
    {
        (this.board, this.line, this.settings) = (board, line, settings);
        line.DriveFromInside(null);
        line.Pull(settings.Bias == LineBias.PullUp);
        debouncer = settings.Debounce > TimeSpan.Zero ? new EdgeDebouncer(settings.Debounce, Level) : null;
        line.Changed = Note;
    }

    public bool IsActive
    {
        get
        {
            lock (board.Gate)
            {
                board.Check();
                return Level;
            }
        }
    }

    /// <summary>When a change that is being debounced will count; <see cref="long.MaxValue"/> for none.</summary>
    public long Due => debouncer?.Due ?? long.MaxValue;

    /// <summary>Called when a change waits to be read.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Some change waits to be read.</summary>
    public bool HasEdges
    {
        get
        {
            lock (board.Gate)
            {
                Expire();
                return edges.Count > 0;
            }
        }
    }

    private bool Level => line.Level != settings.ActiveLow;

    public int Read(Span<LineEdge> into, TimeSpan timeout, CancellationToken cancellation)
    {
        lock (board.Gate)
        {
            var deadline = board.Time.After(timeout);
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                board.Check();
                Expire();
                var count = Take(into);
                if (count > 0 || into.IsEmpty || board.Time.Now >= deadline)
                    return count;
                board.Time.Await(board.Gate, Math.Min(deadline, Due), cancellation);
            }
        }
    }

    public void Dispose()
    {
        lock (board.Gate)
        {
            if (disposed)
                return;
            disposed = true;
            line.Changed = null;
            line.Consumer = null;
        }
    }

    private int Take(Span<LineEdge> into)
    {
        var count = 0;
        while (count < into.Length && edges.TryDequeue(out var edge))
            into[count++] = edge;
        return count;
    }

    private void Note(bool high, long moment)
    {
        var edge = new LineEdge(moment, high != settings.ActiveLow, unchecked(++sequence));
        Keep(debouncer is null ? edge : debouncer.Take(edge));
    }

    private void Expire() => Keep(debouncer?.Expire(board.Time.Now));

    private void Keep(LineEdge? edge)
    {
        if (edge is not { } counts)
            return;
        if (edges.Count >= settings.EdgeBuffer)
            edges.Dequeue();
        edges.Enqueue(counts);
        Arrived?.Invoke();
    }
}
