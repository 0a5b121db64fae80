using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>AES-CMAC (RFC 4493) and the eight bytes of it that cards send.</summary>
public static class AesCmac
{
    /// <summary>Bytes of a whole tag.</summary>
    public const int Length = 16;

    /// <summary>Bytes of a tag as cards send it: MACt.</summary>
    public const int TruncatedLength = 8;

    /// <summary>The whole tag, 16 bytes.</summary>
    public static byte[] Compute(CardKey key, ReadOnlySpan<byte> message)
    {
        using var aes = CardAes.Keyed(key);
        var tag = new byte[Length];
        Cmac.Compute(aes, message, tag);
        return tag;
    }

    /// <summary>MACt: the tag's second byte, its fourth, and so on: 8 bytes (NXP AN12196, 4.2; AN13452).</summary>
    public static byte[] ComputeTruncated(CardKey key, ReadOnlySpan<byte> message) => Truncate(Compute(key, message));

    /// <summary>Whether these eight bytes are the tag of the message; in constant time.</summary>
    public static bool Verify(CardKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> truncated) =>
        CryptographicOperations.FixedTimeEquals(ComputeTruncated(key, message), truncated);

    /// <summary>Keeps every second byte of a tag, from its second.</summary>
    public static byte[] Truncate(ReadOnlySpan<byte> tag)
    {
        var truncated = new byte[TruncatedLength];
        for (var index = 0; index < TruncatedLength; index++)
            truncated[index] = tag[2 * index + 1];
        return truncated;
    }
}
