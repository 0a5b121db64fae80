namespace HardwareDrivers.Abstractions;

/// <summary>What is read of input lines alike.</summary>
public static class InputLines
{
    private const int AtOnce = 16;

    // More than the kernel keeps of a line, several times over: a line that never rests holds nobody up.
    private const int MostWaiting = 4_096;

    /// <summary>Each change of a line, waiting for the next, until it is stopped.</summary>
    /// <exception cref="LinkLostException">The chip is gone.</exception>
    public static IEnumerable<LineEdge> Edges(this IInputLine line, CancellationToken stop)
    {
        var edges = new LineEdge[AtOnce];
        while (TryRead(line, edges, stop, out var read))
            for (var edge = 0; edge < read; edge++)
                yield return edges[edge];
    }

    /// <summary>All changes that wait, oldest first; none is waited for.</summary>
    /// <exception cref="LinkLostException">The chip is gone.</exception>
    public static void TakeWaiting(this IInputLine line, Action<LineEdge> take)
    {
        Span<LineEdge> edges = stackalloc LineEdge[AtOnce];
        for (int taken = 0, read; taken < MostWaiting; taken += read)
        {
            read = line.Read(edges, TimeSpan.Zero, CancellationToken.None);
            if (read == 0)
                return;
            foreach (var edge in edges[..read])
                take(edge);
        }
    }

    private static bool TryRead(IInputLine line, LineEdge[] edges, CancellationToken stop, out int read)
    {
        read = 0;
        try
        {
            if (!stop.IsCancellationRequested)
                read = line.Read(edges, Timeout.InfiniteTimeSpan, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As ordered.
        }
        return !stop.IsCancellationRequested;
    }
}
