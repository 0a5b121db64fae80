using System.Buffers.Binary;

namespace HardwareDrivers.Cards;

/// <summary>
/// The data of ChangeKey (C4) for AES keys (NXP AN12196, 6.16; NTAG 424 DNA, 10.6.1), which full mode encrypts.
/// </summary>
public static class ChangeKeyData
{
    /// <summary>Command of ChangeKey.</summary>
    public const byte Command = 0xC4;

    /// <summary>Bytes for the key that the session was opened with.</summary>
    public const int OwnLength = CardKey.AesLength + 1;

    /// <summary>Bytes for another key.</summary>
    public const int OtherLength = OwnLength + 4;

    /// <summary>For the key that the session was opened with: new key, version.</summary>
    /// <param name="data">To be zeroed by who has it.</param>
    public static void OfOwn(CardKey newKey, byte version, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(data.Length, OwnLength);
        newKey.Bytes.CopyTo(data);
        data[CardKey.AesLength] = version;
    }

    /// <summary>
    /// For another key: old and new key combined by XOR, version, CRC-32 of the new key (JAMCRC: not inverted at the
    /// end, least byte first).
    /// </summary>
    /// <inheritdoc cref="OfOwn"/>
    public static void OfOther(CardKey oldKey, CardKey newKey, byte version, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(data.Length, OtherLength);
        for (var index = 0; index < CardKey.AesLength; index++)
            data[index] = (byte)(oldKey.Bytes[index] ^ newKey.Bytes[index]);
        data[CardKey.AesLength] = version;
        BinaryPrimitives.WriteUInt32LittleEndian(data[OwnLength..], Crc(newKey.Bytes));
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
