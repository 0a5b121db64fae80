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
        if (encrypted.Length != CardAes.BlockLength)
            return null;
        var plain = CardAes.Decrypt(metaReadKey, encrypted);
        var tag = plain[0];
        var hasUid = (tag & UidMirrored) != 0;
        if ((tag & 0x30) != 0 || (tag & 0x0F) != (hasUid ? UidLength : 0))
            return null;
        var uid = hasUid ? plain.AsMemory(1, UidLength) : ReadOnlyMemory<byte>.Empty;
        var behind = plain.AsSpan(1 + uid.Length);
        return new PiccData(
            uid, (tag & CounterMirrored) != 0 ? behind[0] | (behind[1] << 8) | (behind[2] << 16) : null);
    }

    /// <summary>Encrypts it: the card's side.</summary>
    /// <param name="padding">What fills the block: random on a card.</param>
    public byte[] Encrypt(CardKey metaReadKey, ReadOnlySpan<byte> padding)
    {
        var tag = (byte)((Uid.IsEmpty ? 0 : UidMirrored | UidLength) | (Counter is null ? 0 : CounterMirrored));
        byte[] counter = Counter is { } value ? SunCryptography.CounterBytes(value) : [];
        byte[] used = [tag, .. Uid.Span, .. counter];
        return CardAes.Encrypt(metaReadKey, [.. used, .. padding[..(CardAes.BlockLength - used.Length)]]);
    }
}
