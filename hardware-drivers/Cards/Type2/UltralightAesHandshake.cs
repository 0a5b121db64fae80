using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// The three passes of MIFARE Ultralight AES (NXP AN13452; MF0AES(H)20, AUTHENTICATE), without the talking. Each pass
/// is a CBC of its own, from zeros.
/// </summary>
public static class UltralightAesHandshake
{
    /// <summary>The reader's answer to the card's challenge.</summary>
    /// <param name="encryptedCardChallenge">16 bytes: ek(RndB).</param>
    /// <param name="readerChallenge">16 bytes: RndA.</param>
    /// <param name="cardChallenge">RndB, for the session.</param>
    /// <returns>32 bytes: ek(RndA || RndB').</returns>
    public static byte[] Answer(
        CardKey key, ReadOnlySpan<byte> encryptedCardChallenge, ReadOnlySpan<byte> readerChallenge,
        out byte[] cardChallenge)
    {
        cardChallenge = CardAes.Decrypt(key, encryptedCardChallenge);
        return CardAes.Encrypt(key, [.. readerChallenge, .. CardAes.RotateLeft(cardChallenge)]);
    }

    /// <summary>Whether the card has the key: it gave our challenge back, turned by one byte.</summary>
    /// <param name="encryptedAnswer">16 bytes: ek(RndA').</param>
    public static bool IsProof(CardKey key, ReadOnlySpan<byte> encryptedAnswer, ReadOnlySpan<byte> readerChallenge) =>
        CryptographicOperations.FixedTimeEquals(
            CardAes.Decrypt(key, encryptedAnswer), CardAes.RotateLeft(readerChallenge));

    /// <summary>The key of the session's CMACs.</summary>
    public static CardKey SessionKey(
        CardKey key, ReadOnlySpan<byte> readerChallenge, ReadOnlySpan<byte> cardChallenge) =>
        SessionVector.Derive(key, SessionVector.Authenticating, readerChallenge, cardChallenge);
}
