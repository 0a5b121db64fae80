using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CloudBridge.Contract;

/// <summary>
/// JSON Web Encryption in compact form (RFC 7516, section 3.1), as narrow as we need it: ECDH-ES on P-256 by direct key
/// agreement (RFC 7518, section 4.6), A256GCM (section 5.3), a header of exactly <c>alg</c>, <c>enc</c>, <c>kid</c>,
/// <c>cty</c> and <c>epk</c>. It says nothing of who encrypted: what is inside is signed.
/// </summary>
public static class Jwe
{
    /// <summary>Longer ones are not read.</summary>
    public const int LongestBytes = 256 * 1024;

    private const string Algorithm = "ECDH-ES";
    private const string Encryption = "A256GCM";
    private const int KeyBits = 256;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Parts = 5;

    /// <summary>Encrypts for one key.</summary>
    /// <param name="plain">What.</param>
    /// <param name="contentType">What it is: <c>cty</c>.</param>
    /// <param name="recipient">Whose.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> plain, string contentType, PublicKey recipient)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        var jwk = new JsonWebKey("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
            new JweHeader(Algorithm, Encryption, recipient.KeyId.ToString(), contentType, jwk),
            ContractJson.Default.JweHeader));

        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var cipher = new byte[plain.Length];
        var tag = new byte[TagLength];
        var key = DeriveKey(recipient.Agree(ephemeral));
        using (var gcm = new AesGcm(key, TagLength))
            gcm.Encrypt(nonce, plain, cipher, tag, Encoding.ASCII.GetBytes(header));
        CryptographicOperations.ZeroMemory(key);
        // The second part, an encrypted key, is empty: the key is agreed on.
        return Encoding.ASCII.GetBytes(string.Join(
            '.',
            header,
            "",
            Base64Url.EncodeToString(nonce),
            Base64Url.EncodeToString(cipher),
            Base64Url.EncodeToString(tag)));
    }

    /// <summary>Decrypts what was encrypted for this key.</summary>
    public static Reading<byte[]> Decrypt(ReadOnlySpan<byte> compact, Es256Signer recipient)
    {
        if (compact.Length > LongestBytes)
            return Bad(FormatErrorKind.TooLong, $"{compact.Length} bytes; a JWE has at most {LongestBytes}");
        var parts = Encoding.Latin1.GetString(compact).Split('.');
        if (parts.Length != Parts || parts[1].Length != 0 ||
            !CanonicalBase64Url.TryDecode(parts[0], out var headerBytes) ||
            !CanonicalBase64Url.TryDecode(parts[2], out var nonce) || nonce.Length != NonceLength ||
            !CanonicalBase64Url.TryDecode(parts[3], out var cipher) ||
            !CanonicalBase64Url.TryDecode(parts[4], out var tag) || tag.Length != TagLength)
            return Bad(FormatErrorKind.NotCompactJwe, "expected five parts in canonical base64url, the second empty");
        if (!StrictJson.Read(headerBytes, ContractJson.Default.JweHeader).Succeeded(out var header, out var error))
            return Bad(FormatErrorKind.WrongHeader, error.Detail);
        if (header.Algorithm != Algorithm || header.Encryption != Encryption)
            return Bad(FormatErrorKind.WrongHeader, $"expected alg {Algorithm} and enc {Encryption}");
        if (header.KeyId != recipient.KeyId.ToString())
            return Bad(FormatErrorKind.UnknownKey, "it is encrypted for another key than ours");
        if (!PublicKey.Read(header.EphemeralKey).Succeeded(out var ephemeral, out error))
            return Bad(FormatErrorKind.WrongHeader, $"epk: {error.Detail}");
        using (ephemeral)
            return Open(DeriveKey(recipient.Agree(ephemeral)), parts[0], nonce, cipher, tag);
    }

    /// <summary>
    /// One round of the Concat KDF (NIST SP 800-56A, section 5.8.1) as RFC 7518, section 4.6.2, fills it in.
    /// </summary>
    /// <param name="secret">What was agreed on.</param>
    /// <param name="algorithm">For which the key is.</param>
    /// <param name="partyU">Says who encrypts; may be empty.</param>
    /// <param name="partyV">Says for whom; may be empty.</param>
    /// <param name="bits">Of the key: at most those of SHA-256.</param>
    internal static byte[] DeriveKey(
        ReadOnlySpan<byte> secret, string algorithm, string partyU, string partyV, int bits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendNumber(hash, 1);
        hash.AppendData(secret);
        foreach (var text in new[] { algorithm, partyU, partyV })
        {
            AppendNumber(hash, text.Length);
            hash.AppendData(Encoding.ASCII.GetBytes(text));
        }
        AppendNumber(hash, bits);
        return hash.GetHashAndReset()[..(bits / 8)];
    }

    private static byte[] DeriveKey(byte[] secret)
    {
        try
        {
            return DeriveKey(secret, Encryption, "", "", KeyBits);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static Reading<byte[]> Open(byte[] key, string header, byte[] nonce, byte[] cipher, byte[] tag)
    {
        var plain = new byte[cipher.Length];
        try
        {
            using var gcm = new AesGcm(key, TagLength);
            gcm.Decrypt(nonce, cipher, tag, plain, Encoding.ASCII.GetBytes(header));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return Bad(FormatErrorKind.BadSignature, "it was changed, or encrypted for another key than ours");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void AppendNumber(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static FormatError Bad(FormatErrorKind kind, string detail) => new(kind, detail);
}
