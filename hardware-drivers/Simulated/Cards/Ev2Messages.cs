using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HardwareDrivers.Simulated;

/// <summary>
/// The card's end of an EV2 session: a counter, an identifier, two keys (NTAG 424 DNA data sheet, 9.1.4 to 9.1.10).
/// </summary>
/// <param name="key">Number of the key that was authenticated with.</param>
/// <param name="identifier">TI, four bytes.</param>
/// <param name="encryption">KSesAuthENC.</param>
/// <param name="authentication">KSesAuthMAC.</param>
internal sealed class Ev2Messages(int key, byte[] identifier, byte[] encryption, byte[] authentication)
{
    private const int TagLength = 8;
    private const byte Padding = 0x80;

    private ushort counter;

    public int Key => key;

    public byte[] Identifier => identifier;

    /// <summary>Another authentication within the session: new keys, the counter goes on.</summary>
    public Ev2Messages With(int newKey, byte[] newEncryption, byte[] newAuthentication) =>
        new(newKey, identifier, newEncryption, newAuthentication) { counter = counter };

    /// <summary>Checks and decrypts a command.</summary>
    /// <param name="instruction">Its code.</param>
    /// <param name="data">What followed it.</param>
    /// <param name="head">So many bytes in front are never encrypted.</param>
    /// <param name="protection">What this command asks for.</param>
    /// <returns>Null when it was not made by who shares the session's keys.</returns>
    public byte[]? Open(byte instruction, ReadOnlySpan<byte> data, int head, Protection protection)
    {
        if (protection == Protection.Plain)
            return data.ToArray();
        if (data.Length < head + TagLength)
            return null;
        var content = data[..^TagLength];
        var tag = TwinCipher.Tag(authentication, [instruction, .. Counted(counter), .. identifier, .. content]);
        if (!CryptographicOperations.FixedTimeEquals(tag, data[^TagLength..]))
            return null;
        var secret = content[head..];
        if (protection == Protection.Mac || secret.IsEmpty)
            return content.ToArray();
        if (secret.Length % TwinCipher.Block != 0)
            return null;
        var plain = TwinCipher.Decrypt(encryption, secret, Initial([0xA5, 0x5A]));
        var end = Array.FindLastIndex(plain, value => value != 0);
        return end >= 0 && plain[end] == Padding ? [.. content[..head], .. plain[..end]] : null;
    }

    /// <summary>Counts the command, and protects its answer.</summary>
    public byte[] Close(byte status, ReadOnlySpan<byte> data, Protection protection)
    {
        counter = (ushort)((counter + 1) & 0xFFFF);
        if (protection == Protection.Plain)
            return data.ToArray();
        var content = protection == Protection.Full && !data.IsEmpty
            ? TwinCipher.Encrypt(encryption, Padded(data), Initial([0x5A, 0xA5]))
            : data.ToArray();
        var tag = TwinCipher.Tag(authentication, [status, .. Counted(counter), .. identifier, .. content]);
        return [.. content, .. tag];
    }

    private static byte[] Padded(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / TwinCipher.Block + 1) * TwinCipher.Block];
        data.CopyTo(padded);
        padded[data.Length] = Padding;
        return padded;
    }

    private byte[] Initial(ReadOnlySpan<byte> label)
    {
        var block = new byte[TwinCipher.Block];
        byte[] head = [.. label, .. identifier, .. Counted(counter)];
        head.CopyTo(block, 0);
        return TwinCipher.Encrypt(encryption, block);
    }

    private static byte[] Counted(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }
}
