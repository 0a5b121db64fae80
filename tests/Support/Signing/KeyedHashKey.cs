using System.Security.Cryptography;
using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>
/// Signs and verifies with a keyed hash in place of ES256: a long simulation is not about elliptic curves. It goes by
/// the name of a P-256 key, so that all forms are those of the product; who holds that key's public half can sign.
/// </summary>
public sealed class KeyedHashKey : ISigner, IVerifier
{
    private readonly byte[] secret;

    internal KeyedHashKey(KeyId key, JsonWebKey publicKey)
    {
        (KeyId, PublicKey) = (key, publicKey);
        secret = SHA256.HashData([.. "keyed hash"u8, .. System.Text.Encoding.ASCII.GetBytes(publicKey.X)]);
    }

    public KeyId KeyId { get; }

    public JsonWebKey PublicKey { get; }

    /// <summary>The key that goes by a private P-256 key.</summary>
    public static KeyedHashKey Of(ECDsa pair)
    {
        using var half = CloudBridge.Contract.PublicKey.Of(pair);
        return new KeyedHashKey(half.KeyId, half.ToJsonWebKey());
    }

    public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
    {
        HMACSHA256.HashData(secret, signingInput, signature);
        signature[..HMACSHA256.HashSizeInBytes].CopyTo(signature[HMACSHA256.HashSizeInBytes..]);
    }

    public bool Verifies(ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[Jws.SignatureLength];
        Sign(signingInput, expected);
        return signature.SequenceEqual(expected);
    }
}
