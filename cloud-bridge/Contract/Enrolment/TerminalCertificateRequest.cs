using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Contract;

/// <summary>
/// What a terminal asks its site's authority to certify: its name and its key, whose private half it has shown to have
/// and keeps (PKCS #10, RFC 2986).
/// </summary>
/// <param name="Site">Where it is.</param>
/// <param name="Terminal">Its name.</param>
/// <param name="Key">Of its journal, and of the certificate.</param>
/// <param name="Request">The request itself, verified. Attributes in it count for nothing.</param>
public sealed record TerminalCertificateRequest(
    SiteId Site, TerminalId Terminal, KeyId Key, CertificateRequest Request)
{
    /// <summary>More than one of these has.</summary>
    private const int LongestText = 4_096;

    /// <summary>Asks, in PEM.</summary>
    public static string Write(Es256Signer signer, SiteId site, TerminalId terminal) =>
        signer.RequestCertificate(CertificateSubject.Of(site, CertificateSubject.AccountOf(terminal))) + "\n";

    /// <summary>Reads one.</summary>
    public static Reading<TerminalCertificateRequest> Read(string pem)
    {
        try
        {
            if (pem.Length > LongestText)
                return Bad($"it is longer than {LongestText} characters");
            var request = CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.Default);
            if (!CertificateSubject.TryRead(request.SubjectName, out var site, out var terminal))
                return Bad("its subject is not O=SITE, CN=TERMINAL");
            using var key = request.PublicKey.GetECDsaPublicKey();
            if (key?.ExportParameters(false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
                return Bad("its key is not on P-256");
            using var known = PublicKey.Of(key!);
            return new TerminalCertificateRequest(site, terminal, known.KeyId, request);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return Bad(error.Message.TrimEnd('.'));
        }
    }

    private static FormatError Bad(string why) => new(
        FormatErrorKind.BadContent,
        $"expected what `edge-terminal certificate request` wrote (PKCS #10 in PEM): {why}");
}
