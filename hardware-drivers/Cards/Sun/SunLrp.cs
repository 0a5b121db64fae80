namespace HardwareDrivers.Cards;

/// <summary>What secure dynamic messaging of NTAG 424 DNA computes in LRP mode (NT4H2421Gx, 9.3; AN12304).</summary>
public static class SunLrp
{
    private const int MacKeyNumber = 0;
    private const int EncryptionKeyNumber = 1;

    /// <summary>SDMMAC: eight bytes over the configured part of the message, which may be empty.</summary>
    public static byte[] Mac(CardKey fileReadKey, ReadOnlySpan<byte> uid, int counter, ReadOnlySpan<byte> covered)
    {
        using var session = SessionKey(fileReadKey, uid, counter);
        using var lrp = new Lrp(session, MacKeyNumber);
        return AesCmac.Truncate(lrp.Mac(covered));
    }

    /// <summary>Decrypts mirrored file data; whole blocks.</summary>
    public static byte[] DecryptFile(CardKey fileReadKey, ReadOnlySpan<byte> uid, int counter, ReadOnlySpan<byte> data)
    {
        using var session = SessionKey(fileReadKey, uid, counter);
        using var lrp = new Lrp(session, EncryptionKeyNumber);
        return lrp.Decrypt([.. SunCryptography.CounterBytes(counter), 0, 0, 0], data);
    }

    /// <summary>Of label, UID, counter, zeros up to a whole block, and the label's end.</summary>
    private static CardKey SessionKey(CardKey fileReadKey, ReadOnlySpan<byte> uid, int counter)
    {
        var vector = new byte[2 * CardAes.BlockLength];
        byte[] front = [0x00, 0x01, 0x00, 0x80, .. uid, .. SunCryptography.CounterBytes(counter)];
        var length = (front.Length + 2 + CardAes.BlockLength - 1) / CardAes.BlockLength * CardAes.BlockLength;
        front.CopyTo(vector, 0);
        (vector[length - 2], vector[length - 1]) = (0x1E, 0xE1);
        using var lrp = new Lrp(fileReadKey, MacKeyNumber);
        return lrp.Derive(vector.AsSpan(0, length));
    }
}
