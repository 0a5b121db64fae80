using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>A SHA-256 hash (FIPS 180-4). In text: 43 digits of base64url.</summary>
[JsonConverter(typeof(DigestConverter))]
public readonly record struct Digest(UInt128 High, UInt128 Low)
{
    /// <summary>Bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>32 zero bytes: what the first record of an epoch follows.</summary>
    public static Digest Zero => default;

    /// <summary>The hash of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(bytes, hash);
        return From(hash);
    }

    /// <summary>Takes a hash that was made elsewhere.</summary>
    /// <param name="hash">32 bytes.</param>
    public static Digest From(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>Reads the text form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        Span<byte> hash = stackalloc byte[Length];
        var good = CanonicalBase64Url.TryDecode(text, hash);
        digest = good ? From(hash) : default;
        return good;
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[Length];
        CopyTo(hash);
        return Base64Url.EncodeToString(hash);
    }

    /// <summary>Its bytes.</summary>
    /// <param name="hash">Room for <see cref="Length"/>.</param>
    public void CopyTo(Span<byte> hash)
    {
        BinaryPrimitives.WriteUInt128BigEndian(hash, High);
        BinaryPrimitives.WriteUInt128BigEndian(hash[16..], Low);
    }
}
