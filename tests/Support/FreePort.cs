using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Tests.Support;

/// <summary>TCP ports on the loopback address for servers that tests start.</summary>
public static class FreePort
{
    /// <summary>
    /// A port that nobody uses now. Not one of the kernel's ephemeral ports (32768 and above): a server that is stopped
    /// and started again must find its port free, and an outgoing connection could have taken such a one meanwhile.
    /// </summary>
    public static int Find()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next number.
            }
        }
        throw new InvalidOperationException("No free port in 100 attempts.");
    }
}
