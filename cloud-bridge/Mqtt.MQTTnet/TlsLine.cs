using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>TLS 1.3 on a line to the broker, and why it did not come about.</summary>
internal static class TlsLine
{
    /// <summary>Shakes hands. The line is disposed of with the stream, or when that fails.</summary>
    /// <exception cref="TlsFileException">A file cannot be used.</exception>
    /// <exception cref="AuthenticationException">One of the two does not accept the other.</exception>
    public static async Task<SslStream> OpenAsync(
        NetworkStream line, MqttTls tls, string host, CancellationToken cancellation)
    {
        if (TlsFiles.Read(tls, out var files) is { } fault)
            throw new TlsFileException(fault);
        var secured = new StreamWithFiles(line, files!);
        try
        {
            await secured.AuthenticateAsClientAsync(OptionsFor(files!, host), cancellation);
            return secured;
        }
        catch
        {
            await secured.DisposeAsync();
            throw;
        }
    }

    /// <summary>What TLS has to do with a failed dial; null: nothing.</summary>
    public static MqttFault? FaultOf(Exception error, MqttOptions options)
    {
        var address = $"{options.Host}:{options.Port}";
        for (var inner = error; inner is not null && options.Tls is { } tls; inner = inner.InnerException)
        {
            switch (inner)
            {
                case TlsFileException { Fault: var fault }:
                    return fault;
                // What our own check did not like has no error below it; what OpenSSL did not like has.
                case AuthenticationException { InnerException: null }:
                    return tls.NotTheBroker(address, options.Host, inner.Message);
                case CryptographicException when inner.Message.Contains("alert", StringComparison.Ordinal):
                    return tls.NotLetIn(address, inner.Message);
            }
        }
        return null;
    }

    private static SslClientAuthenticationOptions OptionsFor(TlsFiles files, string host)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(files.Authorities);
        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            // A resumed session is not checked again.
            AllowTlsResume = false,
            ClientCertificateContext = files.Certificate is { } certificate
                ? SslStreamCertificateContext.Create(certificate, files.Intermediates, offline: true)
                : null,
        };
    }

    /// <summary>May look at what stands in the files for as long as it is there.</summary>
    private sealed class StreamWithFiles(NetworkStream line, TlsFiles files)
        : SslStream(line, leaveInnerStreamOpen: false)
    {
        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            files.Dispose();
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
                files.Dispose();
        }
    }
}

/// <summary>A file of <see cref="MqttTls"/> cannot be used.</summary>
internal sealed class TlsFileException(MqttFault.Refused fault) : Exception(fault.Detail)
{
    /// <summary>With what was expected.</summary>
    public MqttFault.Refused Fault => fault;
}
