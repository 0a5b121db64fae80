using System.Net;

namespace CloudBridge.Mqtt;

/// <summary>
/// TLS 1.3 to the broker (RFC 8446), with what both ends show. The files are read at each dial, so that a renewed
/// certificate needs no restart.
/// </summary>
/// <param name="AuthorityFile">
/// PEM: whoever signed the broker's certificate. It alone is trusted: what the machine trusts does not count.
/// </param>
public sealed record MqttTls(string AuthorityFile)
{
    /// <summary>PEM: our certificate, and what leads from it to the broker's authority, if anything does.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM: its private key, without a password.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What is wrong with the files, and what to do; null when they can be used.</summary>
    public MqttFault.Refused? Check()
    {
        var fault = TlsFiles.Read(this, out var files);
        files?.Dispose();
        return fault;
    }

    /// <summary>
    /// Nobody but this machine hears what is said to such a host, so that it can be said without TLS.
    /// </summary>
    public static bool IsNeedless(string host) =>
        IPAddress.TryParse(host, out var address)
            ? IPAddress.IsLoopback(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ||
                host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whoever answered there is not the broker that we were told of.</summary>
    internal MqttFault.Refused NotTheBroker(string address, string host, string why) => new(
        $"{address}: the broker's certificate is not accepted: {why.TrimEnd('.')}. Expected one for '{host}' from " +
        $"the authority in '{AuthorityFile}'.");

    /// <summary>The broker ended the handshake: what it said stands in the alert (RFC 8446, section 6).</summary>
    internal MqttFault.Refused NotLetIn(string address, string why) => new(
        $"{address}: the broker refused us by TLS: {why.TrimEnd('.')}. " +
        (CertificateFile is null ? "We showed no certificate" : $"We showed the certificate in '{CertificateFile}'") +
        "; the broker's log says more.");
}
