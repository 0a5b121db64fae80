using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The HTTP server's files in the ledger's folder: its certificate of the site's authority, and its address, which it
/// leaves there for commands that must say it.
/// </summary>
internal sealed class ServerFiles(IStorage storage, SiteAuthority authority)
{
    private const string CertificateName = "http.pem";
    private const string KeyName = "http-key.pem";
    private const string AddressName = "http-address";
    private const string OwnName = "http-own-authority";

    /// <summary>Where the server that ran last was to be dialled; null: none ran yet.</summary>
    public Uri? Address =>
        storage.Exists(AddressName) && Uri.TryCreate(Text(AddressName).Trim(), UriKind.Absolute, out var address)
            ? address
            : null;

    /// <summary>The certificate of the server that ran last was of the site's own authority: no machine trusts that
    /// before it is told to.</summary>
    public bool IsOfOwnAuthority => storage.Exists(OwnName);

    /// <summary>Leaves the address.</summary>
    /// <param name="address">Where terminals dial it.</param>
    /// <param name="isOfOwnAuthority">Its certificate is of the site's own authority.</param>
    public void Leave(Uri address, bool isOfOwnAuthority)
    {
        if (isOfOwnAuthority && !IsOfOwnAuthority)
            storage.Replace(OwnName, []);
        else if (!isOfOwnAuthority && IsOfOwnAuthority)
            storage.Delete(OwnName);
        if (Address != address)
            storage.Replace(AddressName, Encoding.ASCII.GetBytes($"{address}\n"));
    }

    /// <summary>The certificate of the site's authority for these names, made anew where it is not good.</summary>
    /// <param name="names">Names and addresses under which the server is dialled.</param>
    public X509Certificate2 Certificate(IReadOnlyCollection<string> names)
    {
        authority.Make();
        var isThere = storage.Exists(CertificateName) && storage.Exists(KeyName);
        if (!isThere || !authority.IsGoodHost(Text(CertificateName), Text(KeyName), names))
        {
            var (certificate, key) = authority.CertifyServer(names);
            storage.Replace(KeyName, Encoding.ASCII.GetBytes(key));
            storage.Replace(CertificateName, Encoding.ASCII.GetBytes(certificate));
        }
        return X509Certificate2.CreateFromPem(Text(CertificateName), Text(KeyName));
    }

    /// <summary>A certificate that somebody else made, with what stands behind it in its file.</summary>
    /// <exception cref="LedgerStoreException">It is none.</exception>
    public static (X509Certificate2 Own, X509Certificate2Collection Chain) Read(string certificate, string key)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return (X509Certificate2.CreateFromPemFile(certificate, key), chain);
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new LedgerStoreException(
                $"--http-certificate '{certificate}', --http-key '{key}': expected a certificate and its private " +
                $"key (PEM, without a password): {error.Message}",
                error);
        }
    }

    private string Text(string name) => Encoding.ASCII.GetString(storage.Read(name));
}
