using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// AuthenticateEV2First (NXP AN12196, 5.6; NTAG 424 DNA, 9.1.5), without the talking. Each pass is a CBC of its own,
/// from zeros.
/// </summary>
public static class Ev2Handshake
{
    /// <summary>Command of AuthenticateEV2First.</summary>
    public const byte First = 0x71;

    private const int CapabilitiesLength = 6;

    /// <summary>Data of the first command: key number, and no capabilities of the reader.</summary>
    public static byte[] Begin(byte keyNumber) => [keyNumber, 0x00];

    /// <inheritdoc cref="UltralightAesHandshake.Answer"/>
    public static byte[] Answer(
        CardKey key, ReadOnlySpan<byte> encryptedCardChallenge, ReadOnlySpan<byte> readerChallenge,
        out byte[] cardChallenge) =>
        UltralightAesHandshake.Answer(key, encryptedCardChallenge, readerChallenge, out cardChallenge);

    /// <summary>Opens the session when the card proves that it has the key.</summary>
    /// <param name="encryptedAnswer">32 bytes: E(TI, RndA', PDcap2, PCDcap2).</param>
    /// <returns>Null when it does not.</returns>
    public static Ev2Session? Finish(
        CardKey key, ReadOnlySpan<byte> encryptedAnswer, ReadOnlySpan<byte> readerChallenge,
        ReadOnlySpan<byte> cardChallenge)
    {
        const int Rotated = Ev2Messaging.TransactionLength;
        const int Capabilities = Rotated + CardAes.BlockLength;
        if (encryptedAnswer.Length != Capabilities + 2 * CapabilitiesLength)
            return null;
        var answer = CardAes.Decrypt(key, encryptedAnswer);
        return CryptographicOperations.FixedTimeEquals(
            answer.AsSpan(Rotated, CardAes.BlockLength), CardAes.RotateLeft(readerChallenge))
            ? new Ev2Session(
                SessionVector.Derive(key, SessionVector.Encrypting, readerChallenge, cardChallenge),
                SessionVector.Derive(key, SessionVector.Authenticating, readerChallenge, cardChallenge),
                answer.AsMemory(0, Rotated))
            : null;
    }
}
