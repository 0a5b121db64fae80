using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tests.Support;

/// <summary>
/// An authority that certifies whatever a test wants, wrong things too, as PEM files in a folder of its own. The
/// product's is another.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    private readonly TemporaryFolder folder = new();
    private readonly X509Certificate2 authority;

    public TestAuthority()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = $"CN=Test authority {RandomNumberGenerator.GetHexString(8)}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(60));
        File = folder.In("authority.pem");
        System.IO.File.WriteAllText(File, authority.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string File { get; }

    /// <summary>For a broker at these names and addresses.</summary>
    public CertificateFiles Broker(params string[] names) => Broker(names, days: 1);

    /// <summary>For a broker at these names and addresses.</summary>
    /// <param name="names">The names and addresses.</param>
    /// <param name="days">From now to its end; below zero: it has ended.</param>
    public CertificateFiles Broker(string[] names, int days)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        return Certify("broker", ServerUsage, days, alternatives.Build());
    }

    /// <summary>For a client.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="days">From now to its end; below zero: it has ended.</param>
    public CertificateFiles Client(string name, int days = 1) => Certify(name, ClientUsage, days);

    /// <summary>For a client, with the name of a broker.</summary>
    public CertificateFiles ClientNamedLikeBroker(string name)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        alternatives.AddDnsName(name);
        return Certify(name, ClientUsage, 1, alternatives.Build());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    private CertificateFiles Certify(string name, string usage, int days, X509Extension? alternatives = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (alternatives is not null)
            request.CertificateExtensions.Add(alternatives);
        using var certificate = request.Create(
            authority, now.AddDays(-20), now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        var serial = certificate.SerialNumber;
        var files = new CertificateFiles(folder.In($"{serial}.pem"), folder.In($"{serial}.key"));
        System.IO.File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}

/// <summary>Where a certificate and its key are.</summary>
public sealed record CertificateFiles(string Certificate, string Key);
