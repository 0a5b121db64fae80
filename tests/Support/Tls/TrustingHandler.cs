using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tests.Support;

/// <summary>A handler of HTTP that trusts one authority over TLS, asks no proxy and keeps no cookies.</summary>
public static class TrustingHandler
{
    public static SocketsHttpHandler Create(X509Certificate2 authority) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
