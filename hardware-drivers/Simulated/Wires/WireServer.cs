using System.Net.Sockets;

namespace HardwareDrivers.Simulated;

/// <summary>
/// Lets programs take the lines of a <see cref="VirtualBoard"/>, over a socket; the world has the board itself. A line
/// belongs to one program at a time. When that program ends, in whatever way, the line is let go, as a kernel does that
/// releases lines strictly: a resistor or the world holds it then.
/// </summary>
public sealed class WireServer : IAsyncDisposable
{
    private readonly string path;
    private readonly VirtualBoard board;
    private readonly Socket listener;
    private readonly Lock gate = new();
    private readonly HashSet<WireConnection> connections = [];
    private readonly CancellationTokenSource closing = new();
    private readonly Task accepting;
    private bool closed;

    private WireServer(string path, VirtualBoard board)
    {
        (this.path, this.board) = (path, board);
        listener = UnixListener.Open(path, SocketType.Seqpacket);
        accepting = AcceptAsync();
    }

    /// <summary>Begins to listen. The file of a socket that is left over from an earlier run is replaced.</summary>
    /// <param name="socketPath">At most 107 bytes, as all sockets.</param>
    /// <param name="board">Its chip 0; on the system's clock, because programs wait in real time.</param>
    /// <exception cref="IOException">Somebody else listens there, or the path cannot be a socket.</exception>
    public static WireServer Listen(string socketPath, VirtualBoard board) => new(socketPath, board);

    /// <summary>The chip is pulled out: whatever is open fails from now on, and nothing opens.</summary>
    public void PullOut()
    {
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            closing.Cancel();
            listener.Dispose();
            foreach (var connection in connections.ToArray())
                connection.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        PullOut();
        await accepting;
        File.Delete(path);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var connection = new WireConnection(await listener.AcceptAsync(closing.Token), board);
                serving.RemoveAll(task => task.IsCompleted);
                serving.Add(ServeAsync(connection));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Pulled out.
        }
        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(WireConnection connection)
    {
        using (connection)
        {
            lock (gate)
                connections.Add(connection);
            await connection.RunAsync(closing.Token);
            lock (gate)
                connections.Remove(connection);
        }
    }
}
