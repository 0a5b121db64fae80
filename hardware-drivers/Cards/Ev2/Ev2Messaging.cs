using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// What EV2 secure messaging computes over each command and each answer (NXP AN12196, 4 and 5), the same on both sides.
/// </summary>
public static class Ev2Messaging
{
    /// <summary>Bytes of a transaction identifier.</summary>
    public const int TransactionLength = 4;

    /// <summary>The tag of a command, or of an answer.</summary>
    /// <param name="code">Command, or second status byte.</param>
    /// <param name="counter">Commands before this one; in an answer one more.</param>
    /// <param name="transaction">TI, 4 bytes.</param>
    /// <param name="content">Header and data as sent.</param>
    public static byte[] Tag(
        CardKey macKey, byte code, ushort counter, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> content)
    {
        var message = new byte[7 + content.Length];
        message[0] = code;
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(1), counter);
        transaction.CopyTo(message.AsSpan(3));
        content.CopyTo(message.AsSpan(7));
        return AesCmac.ComputeTruncated(macKey, message);
    }

    /// <summary>Encrypts the data of a command.</summary>
    public static byte[] EncryptCommand(
        CardKey encryptionKey, ushort counter, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data)
    {
        // It may be a key.
        var padded = Pad(data);
        try
        {
            return CardAes.Encrypt(encryptionKey, Initial(encryptionKey, 0xA5, 0x5A, counter, transaction), padded);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Decrypts the data of an answer.</summary>
    /// <returns>Null when its padding is wrong.</returns>
    public static byte[]? DecryptReply(
        CardKey encryptionKey, ushort counter, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> data) =>
        data.IsEmpty || data.Length % CardAes.BlockLength != 0
            ? null
            : Unpad(CardAes.Decrypt(
                encryptionKey, Initial(encryptionKey, 0x5A, 0xA5, counter, transaction), data));

    private static byte[] Initial(
        CardKey key, byte first, byte second, ushort counter, ReadOnlySpan<byte> transaction)
    {
        Span<byte> block = stackalloc byte[CardAes.BlockLength];
        block[0] = first;
        block[1] = second;
        transaction.CopyTo(block[2..]);
        BinaryPrimitives.WriteUInt16LittleEndian(block[6..], counter);
        return CardAes.Encrypt(key, block);
    }

    /// <summary>80, then zeros up to a whole block; always at least one byte (ISO/IEC 9797-1, method 2).</summary>
    private static byte[] Pad(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / CardAes.BlockLength + 1) * CardAes.BlockLength];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        return padded;
    }

    private static byte[]? Unpad(ReadOnlySpan<byte> padded)
    {
        var end = padded.LastIndexOfAnyExcept((byte)0);
        return end >= 0 && padded[end] == 0x80 ? padded[..end].ToArray() : null;
    }
}
