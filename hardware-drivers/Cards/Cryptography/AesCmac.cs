using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>AES-CMAC (RFC 4493) and the eight bytes of it that cards send.</summary>
public static class AesCmac
{
    /// <summary>Bytes of a whole tag.</summary>
    public const int Length = 16;

    /// <summary>Bytes of a tag as cards send it: MACt.</summary>
    public const int TruncatedLength = 8;

    /// <summary>The whole tag.</summary>
    /// <param name="tag">16 bytes.</param>
    public static void Compute(CardKey key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        using var aes = CardAes.Keyed(key);
        Cmac.Compute(aes, message, tag);
    }

    /// <summary>A key that is the tag of a message: how session keys are made.</summary>
    public static CardKey Derive(CardKey key, ReadOnlySpan<byte> message)
    {
        Span<byte> tag = stackalloc byte[Length];
        Compute(key, message, tag);
        var derived = new CardKey(tag);
        CryptographicOperations.ZeroMemory(tag);
        return derived;
    }

    /// <summary>MACt: the tag's second byte, its fourth, and so on: 8 bytes (NXP AN12196, 4.2; AN13452).</summary>
    public static byte[] ComputeTruncated(CardKey key, ReadOnlySpan<byte> message)
    {
        Span<byte> tag = stackalloc byte[Length];
        Compute(key, message, tag);
        return Truncate(tag);
    }

    /// <summary>Keeps every second byte of a tag, from its second.</summary>
    public static byte[] Truncate(ReadOnlySpan<byte> tag)
    {
        var truncated = new byte[TruncatedLength];
        for (var index = 0; index < TruncatedLength; index++)
            truncated[index] = tag[2 * index + 1];
        return truncated;
    }
}
