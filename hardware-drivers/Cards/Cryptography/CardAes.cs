using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>The framework's AES as cards use it: whole blocks, no padding of its own.</summary>
public static class CardAes
{
    /// <summary>Bytes of a block, of an initial vector and of a challenge.</summary>
    public const int BlockLength = 16;

    /// <summary>CBC over whole blocks.</summary>
    /// <param name="initial">16 bytes.</param>
    public static byte[] Encrypt(CardKey key, ReadOnlySpan<byte> initial, ReadOnlySpan<byte> blocks)
    {
        using var aes = Keyed(key);
        return aes.EncryptCbc(blocks, initial, PaddingMode.None);
    }

    /// <inheritdoc cref="Encrypt"/>
    public static byte[] Decrypt(CardKey key, ReadOnlySpan<byte> initial, ReadOnlySpan<byte> blocks)
    {
        using var aes = Keyed(key);
        return aes.DecryptCbc(blocks, initial, PaddingMode.None);
    }

    /// <summary>CBC from sixteen zeros.</summary>
    public static byte[] Encrypt(CardKey key, ReadOnlySpan<byte> blocks) =>
        Encrypt(key, stackalloc byte[BlockLength], blocks);

    /// <inheritdoc cref="Encrypt(CardKey, ReadOnlySpan{byte})"/>
    public static byte[] Decrypt(CardKey key, ReadOnlySpan<byte> blocks) =>
        Decrypt(key, stackalloc byte[BlockLength], blocks);

    /// <summary>Takes the first byte to the end: RndB' of RndB in every three-pass authentication.</summary>
    public static byte[] RotateLeft(ReadOnlySpan<byte> bytes) => [.. bytes[1..], bytes[0]];

    /// <summary>Sixteen unpredictable bytes: a challenge.</summary>
    public static byte[] Challenge() => RandomNumberGenerator.GetBytes(BlockLength);

    internal static Aes Keyed(CardKey key)
    {
        var aes = Aes.Create();
        aes.SetKey(key.Bytes);
        return aes;
    }
}
