namespace HardwareDrivers.Cards;

/// <summary>Which card it is and how often it was read, as it mirrors that itself (AN12196, 3.3).</summary>
/// <param name="Uid">Seven bytes; empty when it is not mirrored.</param>
/// <param name="Counter">Null when it is not mirrored.</param>
public sealed record PiccData(ReadOnlyMemory<byte> Uid, int? Counter)
{
    private const int UidLength = 7;
    private const byte UidMirrored = 0x80;
    private const byte CounterMirrored = 0x40;

    /// <summary>Decrypts it with SDMMetaRead: CBC from zeros; a tag says what is in it.</summary>
    /// <param name="encrypted">16 bytes.</param>
    /// <returns>Null when the tag is not one: it was encrypted with another key.</returns>
    public static PiccData? Decrypt(CardKey metaReadKey, ReadOnlySpan<byte> encrypted)
    {
        return encrypted.Length == CardAes.BlockLength ? Read(CardAes.Decrypt(metaReadKey, encrypted)) : null;
    }

    /// <summary>The same in LRP mode: eight random bytes in front are the counter of the block behind them.</summary>
    /// <param name="encrypted">24 bytes.</param>
    public static PiccData? DecryptLrp(CardKey metaReadKey, ReadOnlySpan<byte> encrypted)
    {
        const int Random = 8;
        if (encrypted.Length != Random + CardAes.BlockLength)
            return null;
        using var lrp = new Lrp(metaReadKey, 0);
        return Read(lrp.Decrypt(encrypted[..Random], encrypted[Random..]));
    }

    private static PiccData? Read(byte[] plain)
    {
        var tag = plain[0];
        var hasUid = (tag & UidMirrored) != 0;
        if ((tag & 0x30) != 0 || (tag & 0x0F) != (hasUid ? UidLength : 0))
            return null;
        var uid = hasUid ? plain.AsMemory(1, UidLength) : ReadOnlyMemory<byte>.Empty;
        var behind = plain.AsSpan(1 + uid.Length);
        return new PiccData(
            uid, (tag & CounterMirrored) != 0 ? behind[0] | (behind[1] << 8) | (behind[2] << 16) : null);
    }
}
