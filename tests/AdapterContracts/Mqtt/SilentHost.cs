using System.Net;
using System.Net.Sockets;

namespace Tests.AdapterContracts.Mqtt;

/// <summary>
/// A port at 127.0.0.1 whose SYNs go unanswered, as those to a host that is switched off: its queue of connections that
/// nobody accepts is full, and the kernel drops what comes after.
/// </summary>
internal sealed class SilentHost : IDisposable
{
    private readonly List<Socket> sockets = [];

    private SilentHost()
    {
        var listener = Make();
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public static SilentHost Start()
    {
        var host = new SilentHost();
        // Until one hangs: from then on they all do.
        while (host.Connects())
        {
        }
        return host;
    }

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    private bool Connects()
    {
        if (sockets.Count > 20)
            throw new InvalidOperationException("This kernel queues more connections than it was told to.");
        var socket = Make();
        socket.Blocking = false;
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, Port));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.WouldBlock)
        {
            // Under way.
        }
        return socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectWrite);
    }

    private Socket Make()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(socket);
        return socket;
    }
}
