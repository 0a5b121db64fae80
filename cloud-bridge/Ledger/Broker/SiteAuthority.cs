using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The site's own authority: who may speak at its broker, and which broker is its own. Its key is beside the ledger's.
/// </summary>
/// <param name="storage">The ledger's folder.</param>
/// <param name="site">For whom it is.</param>
/// <param name="time">For how long what it says is good.</param>
internal sealed class SiteAuthority(IStorage storage, SiteId site, TimeProvider time)
{
    /// <summary>Its certificate, which terminals, ledger and broker trust and nothing else.</summary>
    public const string CertificateName = "ca.pem";

    /// <summary>The ledger's certificate; its key is the ledger's own.</summary>
    public const string LedgerCertificateName = "ledger.pem";

    private const string KeyName = "ca-key.pem";
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    /// <summary>Two years: the longest that a certificate is good that nobody asks for again.</summary>
    private static readonly TimeSpan Term = TimeSpan.FromDays(730);

    /// <summary>What has less than this before it is made anew whenever somebody is there to do it.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(90);

    private static readonly TimeSpan OwnTerm = TimeSpan.FromDays(20 * 365);

    /// <summary>
    /// From when on terminals believe broker and authority: most have no battery clock, and without the broker they do
    /// not learn the time. Before this day no machine of today begins to count.
    /// </summary>
    private static readonly DateTimeOffset Early = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>It was made.</summary>
    public bool IsThere => storage.Exists(KeyName);

    /// <summary>Its certificate in PEM.</summary>
    public string Certificate => Text(CertificateName);

    /// <summary>Makes it; one that is there stays.</summary>
    public void Make()
    {
        if (IsThere)
            return;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            CertificateSubject.Of(site, $"authority/{site}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var own = request.CreateSelfSigned(Early, time.GetUtcNow() + OwnTerm);
        // The key last: what it is missing beside is made again.
        storage.Replace(CertificateName, Pem(own));
        storage.Replace(KeyName, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Certifies a terminal, in PEM.</summary>
    public string Certify(TerminalCertificateRequest request) =>
        CertifyClient(
            CertificateSubject.Of(site, CertificateSubject.AccountOf(request.Terminal)), request.Request);

    /// <summary>Certifies the ledger, unless that was done and is good for a while.</summary>
    /// <param name="signer">The ledger's.</param>
    public void CertifyLedger(Es256Signer signer)
    {
        if (storage.Exists(LedgerCertificateName) && IsGood(Text(LedgerCertificateName)))
            return;
        var subject = CertificateSubject.Of(site, CertificateSubject.LedgerAccount(site));
        var request = CertificateRequest.LoadSigningRequestPem(
            signer.RequestCertificate(subject), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default);
        storage.Replace(LedgerCertificateName, Encoding.ASCII.GetBytes(CertifyClient(subject, request)));
    }

    /// <summary>Makes a key for a broker and certifies it; both in PEM.</summary>
    /// <param name="names">Names and addresses under which it is dialled.</param>
    public (string Certificate, string Key) CertifyBroker(IReadOnlyCollection<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            CertificateSubject.Of(site, $"broker/{site}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Alternatives(names));
        return (Certify(request, ServerUsage, Early), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A broker's certificate is this authority's, for these names, and good for a while.</summary>
    public bool IsGoodBroker(string pem, IReadOnlyCollection<string> names)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return IsGood(pem) && alternatives is not null &&
            alternatives.RawData.AsSpan().SequenceEqual(Alternatives(names).RawData);
    }

    private bool IsGood(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        using var authority = X509Certificate2.CreateFromPem(Certificate);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = (time.GetUtcNow() + Renewal).UtcDateTime;
        return chain.Build(certificate);
    }

    private string CertifyClient(X500DistinguishedName subject, CertificateRequest asked) => Certify(
        new CertificateRequest(subject, asked.PublicKey, HashAlgorithmName.SHA256),
        ClientUsage,
        // The broker's clock may be a little behind.
        time.GetUtcNow() - TimeSpan.FromDays(1));

    private string Certify(CertificateRequest request, string usage, DateTimeOffset from)
    {
        using var authority = X509Certificate2.CreateFromPem(Certificate, Text(KeyName));
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        // Positive, and of 20 bytes at most (RFC 5280, section 4.1.2.2).
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        using var made = request.Create(authority, from, time.GetUtcNow() + Term, serial);
        return made.ExportCertificatePem() + "\n";
    }

    private static X509Extension Alternatives(IReadOnlyCollection<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }
        return alternatives.Build();
    }

    private static byte[] Pem(X509Certificate2 certificate) =>
        Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");

    private string Text(string name) => Encoding.ASCII.GetString(storage.Read(name));
}
