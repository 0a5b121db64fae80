using System.Text;

namespace HardwareDrivers.Simulated;

/// <summary>
/// What a file reads like with Secure Dynamic Messaging: UID, counter, encrypted data and MAC written over its content
/// as upper-case hexadecimal (NTAG 424 DNA data sheet, 9.3; AN12196, 3).
/// </summary>
internal static class SdmMirror
{
    private static readonly byte[] EncryptionLabel = [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80];
    private static readonly byte[] AuthenticationLabel = [0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80];

    /// <summary>Writes the mirrors over a copy of the content.</summary>
    /// <param name="settings">Which mirrors, where.</param>
    /// <param name="content">The file as it was written.</param>
    /// <param name="uid">7 bytes.</param>
    /// <param name="counter">SDMReadCtr of this reading.</param>
    /// <param name="findKey">The application's key of a number.</param>
    /// <param name="padding">The random bytes that fill the encrypted block.</param>
    public static byte[] Write(
        SdmSettings settings, ReadOnlySpan<byte> content, ReadOnlySpan<byte> uid, int counter,
        Func<int, byte[]> findKey, Func<int, byte[]> padding)
    {
        var file = content.ToArray();
        byte[] count = [(byte)(counter & 0xFF), (byte)((counter >> 8) & 0xFF), (byte)(counter >> 16)];
        byte[] named = [.. settings.MirrorsUid ? uid : [], .. settings.MirrorsCounter ? count : []];
        if (settings.UidOffset is { } uidOffset)
            Mirror(file, uidOffset, uid);
        if (settings.CounterOffset is { } counterOffset)
            Mirror(file, counterOffset, [.. count.Reverse()]);
        if (settings.PiccDataOffset is { } piccOffset)
        {
            var tag = (byte)((settings.Options & 0xC0) | uid.Length);
            byte[] block = [tag, .. named, .. padding(TwinCipher.Block - 1 - named.Length)];
            Mirror(file, piccOffset, TwinCipher.Encrypt(findKey(settings.MetaReadKey), block));
        }
        if (settings.EncryptionOffset is { } encryptionOffset)
        {
            var key = SessionKey(findKey(settings.FileReadKey), EncryptionLabel, named);
            var secret = content.Slice(encryptionOffset, settings.EncryptionLength / 2);
            var initial = TwinCipher.Encrypt(key, [.. count, .. new byte[TwinCipher.Block - count.Length]]);
            Mirror(file, encryptionOffset, TwinCipher.Encrypt(key, secret, initial));
        }
        if (settings is { MacInputOffset: { } from, MacOffset: { } macOffset })
        {
            var key = SessionKey(findKey(settings.FileReadKey), AuthenticationLabel, named);
            Mirror(file, macOffset, TwinCipher.Tag(key, file.AsSpan(from, macOffset - from)));
        }
        return file;
    }

    private static byte[] SessionKey(byte[] key, byte[] label, byte[] named)
    {
        var length = (label.Length + named.Length + TwinCipher.Block - 1) / TwinCipher.Block * TwinCipher.Block;
        var vector = new byte[length];
        label.CopyTo(vector, 0);
        named.CopyTo(vector, label.Length);
        return TwinCipher.Cmac(key, vector);
    }

    private static void Mirror(byte[] file, int offset, ReadOnlySpan<byte> value) =>
        Encoding.ASCII.GetBytes(Convert.ToHexString(value)).CopyTo(file, offset);
}
