using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// A P-256 public key (FIPS 186-5) as a JSON Web Key (RFC 7517; RFC 7518, section 6.2). Checks ES256 signatures.
/// </summary>
public sealed class PublicKey : IVerifier, IDisposable
{
    private const int CoordinateLength = 32;
    private readonly ECParameters parameters;
    private readonly ECDsa key;

    private PublicKey(ECParameters parameters)
    {
        this.parameters = parameters;
        key = ECDsa.Create(parameters);
        KeyId = KeyId.From(Thumbprint());
    }

    /// <inheritdoc/>
    public KeyId KeyId { get; }

    /// <summary>Takes the public half of a key.</summary>
    public static PublicKey Of(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new PublicKey(parameters);
    }

    /// <summary>Reads the members of a JWK.</summary>
    public static Reading<PublicKey> Read(JsonWebKey jwk)
    {
        if (jwk.KeyType != "EC" || jwk.Curve != "P-256")
            return Bad("expected kty EC and crv P-256");
        if (!CanonicalBase64Url.TryDecode(jwk.X, out var x) || x.Length != CoordinateLength ||
            !CanonicalBase64Url.TryDecode(jwk.Y, out var y) || y.Length != CoordinateLength)
            return Bad("expected x and y of 43 digits of canonical base64url");
        try
        {
            var point = new ECPoint { X = x, Y = y };
            return new PublicKey(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }
        catch (CryptographicException inner)
        {
            return Bad($"x and y are not a point of the curve ({inner.Message})");
        }
    }

    /// <inheritdoc/>
    public bool Verifies(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        signature.Length == Jws.SignatureLength &&
        key.VerifyData(
            signingInput, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The key as JWK members.</summary>
    public JsonWebKey ToJsonWebKey() => new("EC", "P-256", Coordinate(parameters.Q.X), Coordinate(parameters.Q.Y))
    {
        KeyId = KeyId.ToString(),
        Algorithm = "ES256",
        Use = "sig",
    };

    /// <summary>The key as it stands in certificates.</summary>
    public System.Security.Cryptography.X509Certificates.PublicKey ToCertificateKey() => new(key);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>What this key and the other's private half come to (SEC 1, section 3.3.1).</summary>
    internal byte[] Agree(ECDiffieHellman other)
    {
        using var known = ECDiffieHellman.Create(parameters);
        using var half = known.PublicKey;
        return other.DeriveRawSecretAgreement(half);
    }

    /// <summary>RFC 7638, section 3.2: the required members in the order of their names, without white space.</summary>
    private Digest Thumbprint()
    {
        var (x, y) = (Coordinate(parameters.Q.X), Coordinate(parameters.Q.Y));
        var members = $$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""";
        return Digest.Of(Encoding.ASCII.GetBytes(members));
    }

    private static string Coordinate(byte[]? bytes) => Base64Url.EncodeToString(bytes);

    private static FormatError Bad(string expected) =>
        new(FormatErrorKind.BadContent, $"not a P-256 public key: {expected}");
}
