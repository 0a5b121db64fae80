using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Tests.Support;

/// <summary>
/// Stands between a client and a server at 127.0.0.1, and does to the bytes what networks do: cuts, refuses, stalls
/// without closing, delays. Whatever it does can be changed at any time, for connections that are there as well.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint target;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Gate gate = new();
    private TcpListener listener;
    private CancellationTokenSource refusing = new();
    private Task accepting;
    private long delayTicks;
    private int accepted;

    private TcpProxy(int targetPort)
    {
        target = new IPEndPoint(IPAddress.Loopback, targetPort);
        Port = FreePort.Find();
        listener = Listen();
        accepting = AcceptAsync(listener, refusing.Token);
    }

    /// <summary>The port to dial instead of the server's; the same until disposed of.</summary>
    public int Port { get; }

    /// <summary>Each piece of bytes waits so long on its way, in both directions. Order is kept.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref delayTicks));
        set => Volatile.Write(ref delayTicks, value.Ticks);
    }

    /// <summary>Connections that were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>Connections that are there now.</summary>
    public int Open => connections.Count;

    /// <summary>A proxy in front of a server's port, which need not be open yet.</summary>
    public static TcpProxy To(int targetPort) => new(targetPort);

    /// <summary>Ends every connection at once, with a reset to both sides. New ones are accepted.</summary>
    public void Cut()
    {
        foreach (var connection in connections.Keys)
            connection.Reset();
    }

    /// <summary>
    /// Half-open: connections stay, new ones are accepted by the kernel, and no byte moves in either direction.
    /// </summary>
    public void Stall() => gate.Close();

    /// <summary>The end of <see cref="Stall"/>: what was held back goes on, in order.</summary>
    public void Resume() => gate.Open();

    /// <summary>No new connections: a dial is refused. Those that are there stay.</summary>
    public async Task RefuseAsync()
    {
        // A socket that something still waits on is disposed of later, and until then the kernel would go on taking
        // connections for it; shut down, it listens no more.
        await refusing.CancelAsync();
        await accepting;
        if (listener.Server.IsBound)
            listener.Server.Shutdown(SocketShutdown.Both);
        listener.Dispose();
    }

    /// <summary>The end of <see cref="RefuseAsync"/>.</summary>
    public void Accept()
    {
        if (!accepting.IsCompleted)
            return;
        refusing.Dispose();
        refusing = new CancellationTokenSource();
        listener = Listen();
        accepting = AcceptAsync(listener, refusing.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await RefuseAsync();
        Cut();
        await Task.WhenAll(connections.Values);
        refusing.Dispose();
        stopping.Dispose();
    }

    private TcpListener Listen()
    {
        // Not ReuseAddress: .NET makes SO_REUSEPORT of it as well, and two listeners would share what comes.
        var made = new TcpListener(IPAddress.Loopback, Port);
        made.Start();
        return made;
    }

    private async Task AcceptAsync(TcpListener from, CancellationToken refused)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await from.AcceptSocketAsync(refused);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                return;
            }
            Interlocked.Increment(ref accepted);
            var gone = new TaskCompletionSource();
            var connection = new ProxiedConnection(client, target, gate, () => Delay, stopping.Token);
            connections[connection] = gone.Task;
            _ = RunAsync(connection, gone);
        }
    }

    private async Task RunAsync(ProxiedConnection connection, TaskCompletionSource gone)
    {
        using (connection)
            await connection.RunAsync();
        connections.TryRemove(connection, out _);
        gone.SetResult();
    }
}
