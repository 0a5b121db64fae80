using System.Net;
using System.Net.Sockets;

namespace Tests.Support;

/// <summary>A client's connection to a <see cref="TcpProxy"/>, and the one to the server that belongs to it.</summary>
internal sealed class ProxiedConnection(
    Socket client, IPEndPoint target, Gate gate, Func<TimeSpan> delay, CancellationToken stopping) : IDisposable
{
    private readonly Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private volatile bool reset;

    /// <summary>Carries bytes until either side ends or <see cref="Reset"/> is called. Never fails.</summary>
    public async Task RunAsync()
    {
        try
        {
            client.NoDelay = server.NoDelay = true;
            await gate.PassAsync(ending.Token);
            await server.ConnectAsync(target, ending.Token);
            var up = CarryAsync(client, server);
            var down = CarryAsync(server, client);
            await Task.WhenAll(up, down);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over; which way does not matter here.
        }
    }

    public void Dispose()
    {
        Close(client);
        Close(server);
        ending.Dispose();
    }

    /// <summary>Ends both sides at once, with a reset.</summary>
    public void Reset()
    {
        reset = true;
        try
        {
            ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
    }

    private void Close(Socket socket)
    {
        try
        {
            // Linger zero makes close(2) send a reset instead of an orderly end.
            if (reset)
                socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // The other side was faster.
        }
        socket.Dispose();
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                await gate.PassAsync(ending.Token);
                var count = await from.ReceiveAsync(buffer, ending.Token);
                // Bytes that were on their way when the stall began are held back as well.
                await gate.PassAsync(ending.Token);
                if (count == 0)
                    break;
                if (delay() is var wait && wait > TimeSpan.Zero)
                    await Task.Delay(wait, TimeProvider.System, ending.Token);
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), ending.Token);
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // One direction broke: so does the other.
            Reset();
        }
    }
}
