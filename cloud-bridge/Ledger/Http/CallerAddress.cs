using System.Net;
using System.Net.Sockets;

namespace CloudBridge.Ledger;

/// <summary>Where somebody comes from who has not said who he is.</summary>
internal static class CallerAddress
{
    private const int PrefixBytes = 8;

    /// <summary>Of IPv6 one machine has all addresses of a prefix (RFC 4291, section 2.5.4).</summary>
    /// <param name="from">Null: nobody knows.</param>
    public static string NameOf(IPAddress? from) =>
        from is null ? ""
        : from.IsIPv4MappedToIPv6 ? from.MapToIPv4().ToString()
        : from.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(from.GetAddressBytes().AsSpan(0, PrefixBytes))
        : from.ToString();
}
