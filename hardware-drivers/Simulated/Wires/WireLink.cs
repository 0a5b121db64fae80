using System.Net.Sockets;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>One program's hold on one wire, at the program's end.</summary>
internal sealed class WireLink : IDisposable
{
    // The other end answers at once, or it hangs; seconds pass on a machine that has no processor left for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly byte[] packet = new byte[WireTalk.LongestBytes];

    /// <exception cref="LinkLostException">Nobody is there, or it is refused: says which.</exception>
    public WireLink(string path, WireOrder.Open open)
    {
        Name = open.Line is { } line ? $"line {line} of {path}" : $"gpiochip{open.Chip} of {path}";
        Socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds, SendTimeout = (int)Patience.TotalMilliseconds,
        };
        try
        {
            Socket.Connect(new UnixDomainSocketEndPoint(path));
            First = Ask(WireTalk.Ask(open));
        }
        catch (SocketException fault)
        {
            Socket.Dispose();
            throw new LinkLostException($"Cannot open {Name}: {fault.Message}.", fault);
        }
        if (First is not WireNews.Refused refused)
            return;
        Socket.Dispose();
        throw new LinkLostException($"Cannot open {Name}: {refused.Why}.");
    }

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <summary>What it was answered at first.</summary>
    public WireNews First { get; }

    public Socket Socket { get; }

    /// <summary>Says something, and waits for the answer.</summary>
    /// <exception cref="SocketException">The other end is gone, or hangs.</exception>
    public WireNews Ask(byte[] order)
    {
        Socket.Send(order);
        var count = Socket.Receive(packet);
        return count == 0
            ? throw new SocketException((int)SocketError.ConnectionReset)
            : WireTalk.ReadNews(packet.AsSpan(0, count)) ?? new WireNews.Refused("the answer is not one");
    }

    /// <summary>What waits to be read, without waiting.</summary>
    /// <returns>Null when nothing does.</returns>
    /// <exception cref="LinkLostException">The other end is gone.</exception>
    public WireNews? Next()
    {
        var count = Socket.Receive(packet, SocketFlags.None, out var error);
        return error == SocketError.WouldBlock ? null
            : count == 0 || error != SocketError.Success ? throw new LinkLostException($"Lost {Name}.")
            : WireTalk.ReadNews(packet.AsSpan(0, count));
    }

    public void Dispose() => Socket.Dispose();
}
