using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudBridge.Contract;

/// <summary>Signs with a P-256 key held in this process (RFC 7518, section 3.4).</summary>
public sealed class Es256Signer : ISigner, IDisposable
{
    private readonly ECDsa key;

    private Es256Signer(ECDsa key)
    {
        this.key = key;
        PublicKey = PublicKey.Of(key);
    }

    /// <summary>The half that others may know.</summary>
    public PublicKey PublicKey { get; }

    /// <inheritdoc/>
    public KeyId KeyId => PublicKey.KeyId;

    /// <summary>A new key.</summary>
    public static Es256Signer Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a private key as PEM (PKCS #8, RFC 5958).</summary>
    public static Reading<Es256Signer> ReadPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return new Es256Signer(key);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            // Said below, without what the file holds.
        }
        key.Dispose();
        return new FormatError(FormatErrorKind.BadContent, "expected a P-256 private key in PEM (PKCS #8)");
    }

    /// <summary>The private key as PEM, for a file that only its owner may read.</summary>
    public string RevealPem() => key.ExportPkcs8PrivateKeyPem();

    /// <summary>
    /// A request for a certificate of this key (PKCS #10, RFC 2986) in PEM. What is signed for it begins as no JWS
    /// does, so that neither passes for the other.
    /// </summary>
    public string RequestCertificate(X500DistinguishedName subject) =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    /// <summary>What this key and the public one of somebody else come to: for <see cref="Jwe"/> only.</summary>
    internal byte[] Agree(PublicKey other)
    {
        using var own = ECDiffieHellman.Create(key.ExportParameters(includePrivateParameters: true));
        return other.Agree(own);
    }

    /// <inheritdoc/>
    public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
    {
        if (!key.TrySignData(
            signingInput,
            signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation,
            out var written) || written != Jws.SignatureLength)
            throw new CryptographicException($"ES256 gave {written} bytes; expected {Jws.SignatureLength}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        PublicKey.Dispose();
        key.Dispose();
    }
}
