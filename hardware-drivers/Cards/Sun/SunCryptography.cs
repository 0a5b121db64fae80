namespace HardwareDrivers.Cards;

/// <summary>
/// What secure dynamic messaging of NTAG 424 DNA computes (NXP AN12196, 3.3 and 3.4), the same on both sides; AES mode.
/// </summary>
public static class SunCryptography
{
    private const int CounterLength = 3;

    /// <summary>The key of this reading's MAC: of SDMFileRead, the UID and the counter as far as they are mirrored.
    /// </summary>
    public static CardKey MacKey(CardKey fileReadKey, ReadOnlySpan<byte> uid, int? counter) =>
        Derive(fileReadKey, [0x3C, 0xC3, 0x00, 0x01, 0x00, 0x80], uid, counter);

    /// <summary>The key of this reading's encrypted file data.</summary>
    public static CardKey EncryptionKey(CardKey fileReadKey, ReadOnlySpan<byte> uid, int? counter) =>
        Derive(fileReadKey, [0xC3, 0x3C, 0x00, 0x01, 0x00, 0x80], uid, counter);

    /// <summary>SDMMAC: eight bytes over the configured part of the message, which may be empty.</summary>
    public static byte[] Mac(CardKey fileReadKey, ReadOnlySpan<byte> uid, int? counter, ReadOnlySpan<byte> covered)
    {
        using var key = MacKey(fileReadKey, uid, counter);
        return AesCmac.ComputeTruncated(key, covered);
    }

    /// <summary>Decrypts mirrored file data; whole blocks.</summary>
    public static byte[] DecryptFile(CardKey fileReadKey, ReadOnlySpan<byte> uid, int counter, ReadOnlySpan<byte> data)
    {
        using var key = EncryptionKey(fileReadKey, uid, counter);
        return CardAes.Decrypt(key, FileInitial(key, counter), data);
    }

    /// <summary>A counter as it stands in PICC data: three bytes, least first.</summary>
    public static byte[] CounterBytes(int counter) =>
        [(byte)(counter & 0xFF), (byte)((counter >> 8) & 0xFF), (byte)((counter >> 16) & 0xFF)];

    private static byte[] FileInitial(CardKey key, int counter)
    {
        Span<byte> block = stackalloc byte[CardAes.BlockLength];
        CounterBytes(counter).CopyTo(block);
        return CardAes.Encrypt(key, block);
    }

    private static CardKey Derive(CardKey key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> uid, int? counter)
    {
        var length = label.Length + uid.Length + (counter is null ? 0 : CounterLength);
        var vector = new byte[(length + CardAes.BlockLength - 1) / CardAes.BlockLength * CardAes.BlockLength];
        label.CopyTo(vector);
        uid.CopyTo(vector.AsSpan(label.Length));
        if (counter is { } value)
            CounterBytes(value).CopyTo(vector, label.Length + uid.Length);
        return AesCmac.Derive(key, vector);
    }
}
