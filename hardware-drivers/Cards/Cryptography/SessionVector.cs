namespace HardwareDrivers.Cards;

/// <summary>
/// What a session key is the CMAC of: a label, then both challenges woven into each other (NXP AN12196, 5.7; AN13452).
/// </summary>
public static class SessionVector
{
    /// <summary>SV1: the label of the key that encrypts.</summary>
    public static ReadOnlySpan<byte> Encrypting => [0xA5, 0x5A, 0x00, 0x01, 0x00, 0x80];

    /// <summary>SV2: the label of the key that authenticates.</summary>
    public static ReadOnlySpan<byte> Authenticating => [0x5A, 0xA5, 0x00, 0x01, 0x00, 0x80];

    /// <summary>
    /// The session key of a label. With byte 15 the first sent: label, A[15..14], A[13..8] xor B[15..10], B[9..0],
    /// A[7..0].
    /// </summary>
    /// <param name="readerChallenge">RndA, 16 bytes as sent.</param>
    /// <param name="cardChallenge">RndB, 16 bytes as sent.</param>
    public static CardKey Derive(
        CardKey key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> readerChallenge, ReadOnlySpan<byte> cardChallenge)
    {
        Span<byte> vector = stackalloc byte[32];
        label.CopyTo(vector);
        readerChallenge[..2].CopyTo(vector[6..]);
        for (var index = 0; index < 6; index++)
            vector[8 + index] = (byte)(readerChallenge[2 + index] ^ cardChallenge[index]);
        cardChallenge[6..].CopyTo(vector[14..]);
        readerChallenge[8..].CopyTo(vector[24..]);
        return AesCmac.Derive(key, vector);
    }
}
