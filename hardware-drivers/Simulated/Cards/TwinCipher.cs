using System.Security.Cryptography;
using HardwareDrivers.Cards;

namespace HardwareDrivers.Simulated;

/// <summary>
/// AES as a card does it. Of the reader's side only CMAC is shared, which has vectors of its own (RFC 4493); how keys
/// and messages are put together is written a second time here, so that no mistake is made on both sides.
/// </summary>
internal static class TwinCipher
{
    /// <summary>Bytes of a block and of a key.</summary>
    public const int Block = 16;

    /// <summary>CBC over whole blocks; from zeros unless told.</summary>
    public static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> blocks, byte[]? initial = null)
    {
        using var aes = Keyed(key);
        return aes.EncryptCbc(blocks, initial ?? new byte[Block], PaddingMode.None);
    }

    /// <inheritdoc cref="Encrypt"/>
    public static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> blocks, byte[]? initial = null)
    {
        using var aes = Keyed(key);
        return aes.DecryptCbc(blocks, initial ?? new byte[Block], PaddingMode.None);
    }

    /// <summary>The eight bytes of a CMAC that cards send: every second one.</summary>
    public static byte[] Tag(byte[] key, ReadOnlySpan<byte> message)
    {
        var whole = Cmac(key, message);
        return [.. Enumerable.Range(0, 8).Select(index => whole[2 * index + 1])];
    }

    /// <summary>CMAC, 16 bytes.</summary>
    public static byte[] Cmac(byte[] key, ReadOnlySpan<byte> message)
    {
        using var secret = new CardKey(key);
        var tag = new byte[AesCmac.Length];
        AesCmac.Compute(secret, message, tag);
        return tag;
    }

    /// <summary>The first byte goes to the end.</summary>
    public static byte[] Turn(ReadOnlySpan<byte> bytes) => [.. bytes[1..], bytes[0]];

    /// <summary>
    /// A session key (AN12196, 4.1; AN13452): the CMAC of a label, the two first bytes of RndA, its next six mixed with
    /// the first six of RndB, the other ten of RndB and the other eight of RndA.
    /// </summary>
    public static byte[] SessionKey(byte[] key, ReadOnlySpan<byte> label, byte[] rndA, byte[] rndB)
    {
        var mixed = rndA[2..8].Zip(rndB[..6], (a, b) => (byte)(a ^ b)).ToArray();
        return Cmac(key, [.. label, .. rndA[..2], .. mixed, .. rndB[6..], .. rndA[8..]]);
    }

    /// <summary>CRC-32 of IEEE 802.3 without the inversion at its end (NTAG 424 DNA data sheet, CRC32NK).</summary>
    public static uint Crc32(ReadOnlySpan<byte> data)
    {
        var register = uint.MaxValue;
        foreach (var value in data)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
                register = (register & 1) == 0 ? register >> 1 : (register >> 1) ^ 0xEDB88320;
        }
        return register;
    }

    private static Aes Keyed(byte[] key)
    {
        var aes = Aes.Create();
        aes.SetKey(key);
        return aes;
    }
}
