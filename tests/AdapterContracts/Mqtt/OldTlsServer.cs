using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tests.Support;

namespace Tests.AdapterContracts.Mqtt;

/// <summary>A server at 127.0.0.1 that is certified as it should be, and knows nothing later than TLS 1.2.</summary>
internal sealed class OldTlsServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private readonly Task serving;

    public OldTlsServer(CertificateFiles files)
    {
        certificate = X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public bool HasShakenHands { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await ShakeHandsAsync(client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            certificate.Dispose();
        }
    }

    private async Task ShakeHandsAsync(TcpClient client)
    {
        await using var secured = new SslStream(client.GetStream());
        try
        {
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
#pragma warning disable CA5398 // That it is old is what is tried.
                EnabledSslProtocols = SslProtocols.Tls12,
#pragma warning restore CA5398
            });
            HasShakenHands = true;
        }
        catch (Exception error) when (error is AuthenticationException or IOException)
        {
            // As it should be.
        }
    }
}
