using System.Security.Cryptography;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// Talks to a MIFARE Ultralight or NTAG21x. A card that refuses or falls silent listens again after
/// <see cref="ICardChannel.Reactivate"/> only.
/// </summary>
public sealed class Type2Card(ICardChannel card) : IDisposable
{
    private const byte MoreFollows = 0xAF;
    private const byte Finished = 0x00;

    private UltralightAesSession? session;

    /// <summary>Four pages from this one on, 16 bytes.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> Read(byte page, CancellationToken cancellation) =>
        Ask(Type2Command.Read(page), cancellation).OfLength(4 * Type2Command.PageLength, "READ");

    /// <summary>Writes one page.</summary>
    /// <param name="content">4 bytes.</param>
    public CardOutcome<bool> Write(byte page, ReadOnlySpan<byte> content, CancellationToken cancellation) =>
        AskAndForget(Type2Command.Write(page, content), Ask, cancellation).Then(Acknowledged);

    /// <summary>Shows the password; the card shows PACK.</summary>
    /// <param name="password">4 bytes.</param>
    /// <param name="acknowledge">2 bytes that the card must know.</param>
    public CardOutcome<bool> Authenticate(
        ReadOnlySpan<byte> password, ReadOnlySpan<byte> acknowledge, CancellationToken cancellation)
    {
        var expected = acknowledge.ToArray();
        return AskAndForget(Type2Command.PasswordAuthenticate(password), Ask, cancellation).OfLength(2, "PWD_AUTH")
            .Then(pack => CryptographicOperations.FixedTimeEquals(pack.Span, expected)
                ? CardTalk.Done(true)
                : CardTalk.Denied<bool>("the card took the password, but does not know its own half (PACK)"));
    }

    /// <summary>A counter's value.</summary>
    public CardOutcome<int> ReadCounter(byte counter, CancellationToken cancellation) =>
        Ask(Type2Command.ReadCounter(counter), cancellation).OfLength(3, "READ_CNT")
            .Select(value => value.Span[0] | (value.Span[1] << 8) | (value.Span[2] << 16));

    /// <summary>Adds to a counter, which never goes back.</summary>
    public CardOutcome<bool> IncrementCounter(byte counter, int step, CancellationToken cancellation) =>
        Ask(Type2Command.IncrementCounter(counter, step), cancellation).Then(Acknowledged);

    /// <summary>The maker's signature over the UID: 32 bytes, of an Ultralight AES 48.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> ReadSignature(CancellationToken cancellation) =>
        Ask(Type2Command.ReadSignature(), cancellation);

    /// <summary>Mutual authentication of MIFARE Ultralight AES.</summary>
    /// <param name="keyNumber">0 data protection, 1 UID retrieval.</param>
    /// <param name="secureMessaging">Whether the card is set to CMAC mode: all that follows carries CMACs then.</param>
    public CardOutcome<bool> AuthenticateAes(
        byte keyNumber, CardKey key, bool secureMessaging, CancellationToken cancellation)
    {
        var readerChallenge = CardAes.Challenge();
        byte[] cardChallenge = [];
        return card.Ask(Type2Command.AuthenticateAes(keyNumber), cancellation)
            .Then(first => Block(first, MoreFollows))
            .Then(challenge => card.Ask(
                Type2Command.AuthenticateAnswer(
                    UltralightAesHandshake.Answer(key, challenge.Span, readerChallenge, out cardChallenge)),
                cancellation))
            .Then(second => Block(second, Finished))
            .Then(answer =>
            {
                if (!UltralightAesHandshake.IsProof(key, answer.Span, readerChallenge))
                    return CardTalk.Denied<bool>("the card answered the challenge with another key");
                session?.Dispose();
                session = secureMessaging
                    ? new UltralightAesSession(UltralightAesHandshake.SessionKey(key, readerChallenge, cardChallenge))
                    : null;
                return CardTalk.Done(true);
            });
    }

    /// <inheritdoc/>
    public void Dispose() => session?.Dispose();

    private CardOutcome<ReadOnlyMemory<byte>> Ask(ReadOnlySpan<byte> command, CancellationToken cancellation)
    {
        if (session is not { } secure)
            return card.Ask(command, cancellation);
        return AskAndForget(secure.Protect(command), card.Ask, cancellation)
            .Then(answer => secure.Open(answer.Span) is { } content
                ? CardTalk.Done<ReadOnlyMemory<byte>>(content)
                : CardTalk.Denied<ReadOnlyMemory<byte>>("an answer with a wrong CMAC: not this card's"));
    }

    /// <summary>For a command that may hold a secret: it is zeroed.</summary>
    private static CardOutcome<ReadOnlyMemory<byte>> AskAndForget(
        byte[] command, Asking ask, CancellationToken cancellation)
    {
        try
        {
            return ask(command, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(command);
        }
    }

    private delegate CardOutcome<ReadOnlyMemory<byte>> Asking(
        ReadOnlySpan<byte> command, CancellationToken cancellation);

    /// <summary>In CMAC mode the tag alone says it.</summary>
    private CardOutcome<bool> Acknowledged(ReadOnlyMemory<byte> answer) =>
        answer.Span is [Type2Command.Acknowledge] || (session is not null && answer.IsEmpty)
            ? CardTalk.Done(true)
            : CardTalk.Denied<bool>("the card did not acknowledge");

    private static CardOutcome<ReadOnlyMemory<byte>> Block(ReadOnlyMemory<byte> answer, byte first) =>
        answer.Length == 1 + CardAes.BlockLength && answer.Span[0] == first
            ? CardTalk.Done(answer[1..])
            : CardTalk.Denied<ReadOnlyMemory<byte>>("an answer out of place in the authentication");
}
