using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>Where what stands on a MIFARE Ultralight AES (data sheet MF0AES(H)20, memory organisation).</summary>
public static class UltralightAesPages
{
    /// <summary>Number of the key that protects memory.</summary>
    public const byte DataProtectionKey = 0;

    /// <summary>CFG0: byte 0 has random UID (bit 0) and CMAC mode (bit 1), byte 3 is AUTH0.</summary>
    public const byte Configuration = 0x29;

    /// <summary>First of the four pages of the data protection key, which stands there backwards.</summary>
    public const byte FirstKeyPage = 0x30;

    /// <summary>Pages of a key.</summary>
    public const int KeyPages = 4;

    /// <summary>AUTH0 of a new card: behind the last page, so that nothing is protected.</summary>
    public const byte NothingProtected = 0x3C;

    /// <summary>Bit of CFG0 that turns CMAC mode on.</summary>
    public const byte SecureMessagingBit = 0x02;

    /// <summary>A quarter of a key as it is written: least byte first.</summary>
    /// <param name="index">0 to 3.</param>
    public static byte[] KeyPage(CardKey key, int index)
    {
        var page = new byte[Type2Command.PageLength];
        for (var offset = 0; offset < page.Length; offset++)
            page[offset] = key.Bytes[CardKey.AesLength - 1 - (index * page.Length + offset)];
        return page;
    }

    /// <summary>The key of a card whose first pages have been written anew and the others not yet.</summary>
    /// <param name="former">What stood there.</param>
    /// <param name="next">What is being written.</param>
    /// <param name="written">Pages that are, 0 to 4.</param>
    public static CardKey Mixture(CardKey former, CardKey next, int written)
    {
        var fresh = written * Type2Command.PageLength;
        Span<byte> bytes = stackalloc byte[CardKey.AesLength];
        former.Bytes.CopyTo(bytes);
        next.Bytes[^fresh..].CopyTo(bytes[^fresh..]);
        var key = new CardKey(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }
}
