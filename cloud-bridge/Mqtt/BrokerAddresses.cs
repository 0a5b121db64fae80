using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace CloudBridge.Mqtt;

/// <summary>Where to dial. Shared by the clients, so that a name with several addresses is dialled alike.</summary>
internal static class BrokerAddresses
{
    /// <summary>
    /// The broker's addresses, one after the other, each with its share of the patience that is left: one that stays
    /// silent, as an IPv6 address in a network without IPv6 does, must not use up the time of those after it.
    /// </summary>
    /// <exception cref="SocketException">Nobody knows the name.</exception>
    /// <exception cref="TimeoutException">Nobody answered for the name within patience.</exception>
    public static async IAsyncEnumerable<(IPAddress Address, TimeSpan Share)> OfAsync(
        MqttOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var addresses = await Dns.GetHostAddressesAsync(options.Host, cancellation)
            .WaitAsync(options.Patience, TimeProvider.System, cancellation);
        for (var i = 0; i < addresses.Length; i++)
        {
            var left = options.Patience - TimeProvider.System.GetElapsedTime(start);
            if (left > TimeSpan.Zero)
                yield return (addresses[i], left / (addresses.Length - i));
        }
    }
}
