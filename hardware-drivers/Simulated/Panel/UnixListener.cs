using System.Net.Sockets;
using System.Text;
using HardwareDrivers.Linux;

namespace HardwareDrivers.Simulated;

/// <summary>Listens on a Unix-domain socket, in the place of one that is left over.</summary>
internal static class UnixListener
{
    private const int LongestPath = 107;

    /// <exception cref="IOException">The path cannot be a socket, is something else, or somebody listens there.
    /// </exception>
    public static Socket Open(string path, SocketType type = SocketType.Stream)
    {
        if (Encoding.UTF8.GetByteCount(path) is 0 or > LongestPath)
            throw new IOException($"The path of a socket has 1 to {LongestPath} bytes: {path}");
        if (SocketFile.IsAt(path))
            RemoveStale(path, type);
        else if (Path.Exists(path))
            throw new IOException($"{path} is there and is no socket: it is left alone. Name another path.");
        var listener = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            return listener;
        }
        catch (SocketException fault)
        {
            listener.Dispose();
            throw new IOException($"Cannot listen on {path}: {fault.Message}.", fault);
        }
    }

    private static void RemoveStale(string path, SocketType type)
    {
        using var probe = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException nobody) when (nobody.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
            return;
        }
        throw new IOException($"Another program listens on {path}.");
    }
}
