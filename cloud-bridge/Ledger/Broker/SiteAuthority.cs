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

    private readonly IssuedCertificates issued = new(storage, time);

    /// <summary>It was made.</summary>
    public bool IsThere => storage.Exists(CertificateName);

    /// <summary>Its certificate in PEM.</summary>
    public string Certificate => Text(CertificateName);

    /// <summary>Makes it; one that is there stays.</summary>
    /// <exception cref="LedgerStoreException">A part of it is missing or damaged.</exception>
    public void Make()
    {
        if (IsThere)
        {
            using var known = Own();
            if (!MaySignLists(known))
                Sign(EndOf(known));
            return;
        }
        // The key first, the certificate last: where only the key is, it was not finished, or nothing is lost.
        if (!storage.Exists(KeyName))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            storage.Replace(KeyName, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }
        Sign(time.GetUtcNow() + OwnTerm);
    }

    /// <summary>
    /// Signs itself. Earlier builds' had no right to sign lists of what is taken back; with it, the same key in the
    /// same name vouches for what it vouched for.
    /// </summary>
    private void Sign(DateTimeOffset until)
    {
        using var key = Key();
        var request = new CertificateRequest(
            CertificateSubject.Of(site, $"authority/{site}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var own = request.CreateSelfSigned(Early, until);
        storage.Replace(CertificateName, Encoding.ASCII.GetBytes(own.ExportCertificatePem() + "\n"));
    }

    /// <summary>Takes back all certificates that an account was given until now.</summary>
    public void Revoke(string account) => issued.Revoke(account);

    /// <summary>Takes back those of other keys than a terminal may use.</summary>
    /// <returns>The numbers of those that are good again, for their key was granted since.</returns>
    public IReadOnlyList<string> RevokeOthers(
        string account, IReadOnlyDictionary<KeyId, long?> good, bool hasChanged, long? asOf = null) =>
        issued.RevokeOthers(account, good, hasChanged, asOf);

    /// <summary>The list of what was taken back, for brokers, in PEM.</summary>
    public string RevocationList()
    {
        using var authority = Own();
        return issued.List(authority, Early, EndOf(authority));
    }

    /// <summary>Until when the site's own certificates are good: of the ledger, its servers, brokers and bridges, and
    /// of the authority itself.</summary>
    public IReadOnlyList<(string Account, DateTimeOffset End)> Ends()
    {
        if (!IsThere)
            return [];
        using var own = X509Certificate2.CreateFromPem(Certificate);
        return [($"authority/{site}", EndOf(own)), .. issued.Ends()];
    }

    private static bool MaySignLists(X509Certificate2 authority) =>
        authority.Extensions.OfType<X509KeyUsageExtension>().Any(
            usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign));

    /// <summary>This is the certificate of an authority, and not of this one.</summary>
    public bool IsOfAnother(string pem)
    {
        using var certificate = TryLoad(pem);
        if (certificate is null)
            return false;
        using var key = IsThere ? OwnKey() : storage.Exists(KeyName) ? Key() : null;
        var its = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        return key is null || !key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(its);
    }

    /// <summary>This key is its own.</summary>
    public bool Has(Contract.PublicKey key)
    {
        if (!storage.Exists(KeyName))
            return false;
        using var own = Key();
        return own.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(
            key.ToCertificateKey().ExportSubjectPublicKeyInfo());
    }

    /// <summary>Certifies a terminal, in PEM.</summary>
    public string Certify(TerminalCertificateRequest request) =>
        Certify(request.Terminal, request.Request.PublicKey);

    /// <summary>Certifies a terminal that has shown that it has this key, in PEM.</summary>
    public string Certify(TerminalId terminal, System.Security.Cryptography.X509Certificates.PublicKey key) =>
        CertifyClient(CertificateSubject.AccountOf(terminal), key);

    /// <summary>
    /// Was a terminal certified, with this key, within so long, or could be given nothing that is good for longer
    /// than what it has?
    /// </summary>
    public bool HasCertifiedSince(TerminalId terminal, KeyId key, TimeSpan within)
    {
        using var own = Own();
        var (until, end) = (time.GetUtcNow() + Term - within, EndOf(own) - TimeSpan.FromDays(1));
        return issued.HasUntil(CertificateSubject.AccountOf(terminal), until < end ? until : end, key);
    }

    /// <summary>Certifies the ledger, unless that was done and is good for a while.</summary>
    /// <param name="signer">The ledger's.</param>
    public void CertifyLedger(Es256Signer signer)
    {
        using var known = storage.Exists(LedgerCertificateName) ? TryLoad(Text(LedgerCertificateName)) : null;
        if (known is not null && IsGood(known) && IsOf(known, signer))
            return;
        var account = CertificateSubject.LedgerAccount(site);
        // Of another key it may be a thief's by now.
        if (known is not null && !IsOf(known, signer))
            issued.Revoke(account);
        var request = CertificateRequest.LoadSigningRequestPem(
            signer.RequestCertificate(CertificateSubject.Of(site, account)),
            HashAlgorithmName.SHA256,
            CertificateRequestLoadOptions.Default);
        storage.Replace(LedgerCertificateName, Encoding.ASCII.GetBytes(CertifyClient(account, request.PublicKey)));
    }

    private static bool IsOf(X509Certificate2 certificate, Es256Signer signer)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key is not null && Contract.PublicKey.Of(key).KeyId == signer.KeyId;
    }

    /// <summary>Makes a key for a broker and certifies it; both in PEM.</summary>
    /// <param name="names">Names and addresses under which it is dialled.</param>
    public (string Certificate, string Key) CertifyBroker(IReadOnlyCollection<string> names) =>
        CertifyHost($"broker/{site}", names);

    /// <summary>Makes a key for the ledger's HTTPS server and certifies it; both in PEM.</summary>
    /// <param name="names">Names and addresses under which it is dialled.</param>
    public (string Certificate, string Key) CertifyServer(IReadOnlyCollection<string> names) =>
        CertifyHost($"server/{site}", names);

    /// <summary>
    /// A broker's or server's certificate is this authority's, of this key, for these names, and good for a while.
    /// </summary>
    public bool IsGoodHost(string pem, string key, IReadOnlyCollection<string> names)
    {
        using var certificate = TryLoad(pem, key);
        var alternatives = certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return alternatives is not null && IsGood(certificate!) &&
            NamesIn(alternatives).SetEquals(NamesIn(new X509SubjectAlternativeNameExtension(
                Alternatives(names).RawData)));
    }

    /// <summary>Makes a key for the bridge of a site's own broker and certifies it; both in PEM.</summary>
    public (string Certificate, string Key) CertifyBridge()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(BridgeSubject, key, HashAlgorithmName.SHA256);
        var made = CertifyClient(CertificateSubject.BridgeAccount(site), request.PublicKey);
        return (made, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>A bridge's certificate is this authority's, of this key, and good for a while.</summary>
    public bool IsGoodBridge(string pem, string key)
    {
        using var certificate = TryLoad(pem, key);
        return certificate is not null && IsGood(certificate) &&
            certificate.SubjectName.RawData.AsSpan().SequenceEqual(BridgeSubject.RawData);
    }

    private X500DistinguishedName BridgeSubject =>
        CertificateSubject.Of(site, CertificateSubject.BridgeAccount(site));

    private (string Certificate, string Key) CertifyHost(string account, IReadOnlyCollection<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CertificateSubject.Of(site, account), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Alternatives(names));
        var made = Certify(request, ServerUsage, Early);
        using var certificate = X509Certificate2.CreateFromPem(made);
        issued.Note($"{account}/{names.First()}", certificate);
        return (made, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    private bool IsGood(X509Certificate2 certificate)
    {
        using var authority = Own();
        // What ends with the authority would be no better if it were made anew; at its end itself it is over.
        var (until, end) = (time.GetUtcNow() + Renewal, EndOf(authority) - TimeSpan.FromSeconds(1));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = (until < end ? until : end).UtcDateTime;
        return chain.Build(certificate);
    }

    private string CertifyClient(string account, System.Security.Cryptography.X509Certificates.PublicKey key)
    {
        var made = Certify(
            new CertificateRequest(CertificateSubject.Of(site, account), key, HashAlgorithmName.SHA256),
            ClientUsage,
            // The broker's clock may be a little behind.
            time.GetUtcNow() - TimeSpan.FromDays(1));
        using var certificate = X509Certificate2.CreateFromPem(made);
        issued.Note(account, certificate);
        return made;
    }

    private string Certify(CertificateRequest request, string usage, DateTimeOffset from)
    {
        using var authority = Own();
        var (until, end) = (time.GetUtcNow() + Term, EndOf(authority));
        if (end <= time.GetUtcNow())
            throw new LedgerStoreException(
                $"'{In(CertificateName)}' was good until {end:yyyy-MM-dd}, and so was all that it signed. {Anew}");
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        extensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        // Positive, and of 20 bytes at most (RFC 5280, section 4.1.2.2).
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        using var made = request.Create(authority, from, until < end ? until : end, serial);
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

    private static HashSet<string> NamesIn(X509SubjectAlternativeNameExtension alternatives) =>
    [
        .. alternatives.EnumerateDnsNames().Select(name => name.ToLowerInvariant()),
        .. alternatives.EnumerateIPAddresses().Select(address => address.ToString()),
    ];

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter);

    private static X509Certificate2? TryLoad(string pem, string? key = null)
    {
        try
        {
            return key is null ? X509Certificate2.CreateFromPem(pem) : X509Certificate2.CreateFromPem(pem, key);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>With its key.</summary>
    private X509Certificate2 Own()
    {
        using var key = OwnKey();
        return TryLoad(Certificate, Text(KeyName)) ?? throw new LedgerStoreException(
            $"'{In(KeyName)}' is not the key of '{In(CertificateName)}'. {PutBack}");
    }

    /// <summary>The key that belongs to the certificate.</summary>
    private ECDsa OwnKey()
    {
        if (!storage.Exists(KeyName))
            throw new LedgerStoreException(
                $"'{In(KeyName)}' is missing, the key of '{In(CertificateName)}' beside it. {PutBack}");
        using var certificate = TryLoad(Certificate) ?? throw new LedgerStoreException(
            $"'{In(CertificateName)}' is damaged: expected the certificate of the site's authority (PEM). {PutBack}");
        return Key();
    }

    private ECDsa Key()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Text(KeyName));
            return key;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new LedgerStoreException(
                $"'{In(KeyName)}' is damaged: expected the key of the site's authority (PEM). {PutBack}", error);
        }
    }

    private static string PutBack =>
        $"Put both back from a backup of the ledger's folder: every terminal believes this authority alone. {Anew}";

    private static string Anew =>
        $"Only if that cannot be: remove {CertificateName} and {KeyName} in the ledger's folder and " +
        $"{CertificateName} in the broker's, run `ledger broker configure`, and give every terminal a new " +
        $"certificate and the new {CertificateName}.";

    private string In(string name) => Path.Combine(storage.Name, name);

    private string Text(string name) => Encoding.ASCII.GetString(storage.Read(name));
}
