using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// The data of ChangeKey (C4) for AES keys (NXP AN12196, 6.16; NTAG 424 DNA, 10.6.1), which full mode encrypts.
/// </summary>
public static class ChangeKeyData
{
    /// <summary>Command of ChangeKey.</summary>
    public const byte Command = 0xC4;

    /// <summary>For the key that the session was opened with: new key, version.</summary>
    public static byte[] OfOwn(CardKey newKey, byte version) => [.. newKey.Bytes, version];

    /// <summary>
    /// For another key: old and new key combined by XOR, version, CRC-32 of the new key (JAMCRC: not inverted at the
    /// end, least byte first).
    /// </summary>
    public static byte[] OfOther(CardKey oldKey, CardKey newKey, byte version)
    {
        var data = new byte[CardKey.AesLength + 1 + 4];
        for (var index = 0; index < CardKey.AesLength; index++)
            data[index] = (byte)(oldKey.Bytes[index] ^ newKey.Bytes[index]);
        data[CardKey.AesLength] = version;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(CardKey.AesLength + 1), Crc(newKey.Bytes));
        return data;
    }

    /// <summary>The card's side: the new key of such data.</summary>
    /// <returns>Null when length or CRC is wrong: the old key was not the one that was meant.</returns>
    public static CardKey? NewKeyOfOther(CardKey oldKey, ReadOnlySpan<byte> data)
    {
        if (data.Length != CardKey.AesLength + 1 + 4)
            return null;
        Span<byte> bytes = stackalloc byte[CardKey.AesLength];
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = (byte)(oldKey.Bytes[index] ^ data[index]);
        var good = Crc(bytes) == BinaryPrimitives.ReadUInt32LittleEndian(data[(CardKey.AesLength + 1)..]);
        var key = good ? new CardKey(bytes) : null;
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return crc;
    }
}
