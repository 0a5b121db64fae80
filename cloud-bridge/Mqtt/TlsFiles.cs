using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Mqtt;

/// <summary>
/// What stands in the files of <see cref="MqttTls"/>. Shared by the clients, so that they refuse alike.
/// </summary>
internal sealed class TlsFiles : IDisposable
{
    private TlsFiles(X509Certificate2Collection authorities) => Authorities = authorities;

    /// <summary>Who may have signed the broker's certificate.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>Ours, with its private key; null: none.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>What stands behind ours in its file.</summary>
    public X509Certificate2Collection Intermediates { get; } = [];

    /// <summary>Reads all of them.</summary>
    /// <param name="tls">Where they are.</param>
    /// <param name="files">Null when something is wrong.</param>
    /// <returns>What is wrong, what was expected, and what to do.</returns>
    public static MqttFault.Refused? Read(MqttTls tls, out TlsFiles? files)
    {
        files = null;
        var read = new TlsFiles([]);
        var fault = read.ReadAuthorities(tls.AuthorityFile) ?? read.ReadCertificate(tls.CertificateFile, tls.KeyFile);
        if (fault is not null)
        {
            read.Dispose();
            return new MqttFault.Refused($"TLS: {fault}");
        }
        files = read;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate?.Dispose();
        foreach (var certificate in Authorities.Concat(Intermediates))
            certificate.Dispose();
    }

    private string? ReadAuthorities(string file) => Try(
        file,
        "the certificate of the authority that signed the broker's (PEM), which `ledger broker configure` writes as " +
        "ca.pem",
        () =>
        {
            Authorities.ImportFromPemFile(file);
            return Authorities.Count > 0;
        });

    private string? ReadCertificate(string? certificateFile, string? keyFile)
    {
        if (certificateFile is null && keyFile is null)
            return null;
        if (certificateFile is null || keyFile is null)
            return "a certificate and its key go together; expected the files of both, or of none.";
        return Try(
            certificateFile,
            "our own certificate (PEM): a terminal's is made by `ledger broker certificate`, the ledger's by " +
            "`ledger broker configure`",
            () =>
            {
                Intermediates.ImportFromPemFile(certificateFile);
                return Intermediates.Count > 0;
            }) ??
            Try(
                keyFile,
                $"the private key (PEM, without a password) of the certificate in '{certificateFile}'",
                () =>
                {
                    Certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
                    Intermediates[0].Dispose();
                    Intermediates.RemoveAt(0);
                    return true;
                });
    }

    private static string? Try(string file, string expected, Func<bool> read)
    {
        string? why = null;
        try
        {
            if (read())
                return null;
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            why = error.Message.TrimEnd('.');
        }
        return $"'{file}': expected {expected}.{(why is null ? "" : $" {why}.")}";
    }
}
