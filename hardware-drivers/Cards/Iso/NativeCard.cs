using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>Talks to a DESFire or NTAG 424 DNA: wrapped native commands and a few of ISO/IEC 7816-4.</summary>
public sealed class NativeCard(ICardChannel card)
{
    // GetVersion has three frames, everything else here one or two.
    private const int MostFrames = 32;
    private const byte AuthenticateAesCommand = 0xAA;
    private const byte ReadSignatureCommand = 0x3C;

    /// <summary>SELECT by name (ISO/IEC 7816-4).</summary>
    public CardOutcome<bool> SelectByName(ReadOnlySpan<byte> name, CancellationToken cancellation) =>
        AskIso(IsoCommand.SelectApplication(name), cancellation).Select(_ => true);

    /// <summary>The content of the NDEF file of the selected NDEF application, with its length in front.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> ReadNdefFile(CancellationToken cancellation) =>
        AskIso(IsoCommand.SelectFile(IsoCommand.NdefFile), cancellation)
            .Then(_ => AskIso(IsoCommand.ReadBinary(), cancellation));

    /// <summary>SelectApplication (5A).</summary>
    /// <param name="application">3 bytes, least first; zeros are the card's own level.</param>
    public CardOutcome<bool> SelectApplication(ReadOnlySpan<byte> application, CancellationToken cancellation) =>
        Ask(0x5A, application, cancellation).Select(_ => true);

    /// <summary>GetVersion (60): hardware 7 bytes, software 7, production 14.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> GetVersion(CancellationToken cancellation) => Ask(0x60, [], cancellation);

    /// <summary>Read_Sig (3C) of NTAG 424 DNA: the maker's signature over the UID, 56 bytes (AN12196, 7.2).</summary>
    public CardOutcome<ReadOnlyMemory<byte>> ReadSignature(CancellationToken cancellation) =>
        Turn(ReadSignatureCommand, [0x00], NativeStatus.Signature, cancellation);

    /// <summary>AuthenticateAES (AA) of DESFire EV1: one CBC runs through all three passes.</summary>
    public CardOutcome<bool> AuthenticateAes(byte keyNumber, CardKey key, CancellationToken cancellation)
    {
        var readerChallenge = CardAes.Challenge();
        byte[] answer = [];
        return Turn(AuthenticateAesCommand, [keyNumber], NativeStatus.More, cancellation)
            .OfLength(CardAes.BlockLength, "AuthenticateAES")
            .Then(challenge =>
            {
                var cardChallenge = CardAes.Decrypt(key, challenge.Span);
                answer = CardAes.Encrypt(
                    key, challenge.Span, [.. readerChallenge, .. CardAes.RotateLeft(cardChallenge)]);
                return Turn(WrappedCommand.AdditionalFrame, answer, NativeStatus.Good, cancellation);
            })
            .OfLength(CardAes.BlockLength, "AuthenticateAES")
            .Then(proof =>
            {
                var turned = CardAes.Decrypt(key, answer.AsSpan(^CardAes.BlockLength..), proof.Span);
                return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
                    turned, CardAes.RotateLeft(readerChallenge))
                    ? CardTalk.Done(true)
                    : CardTalk.Denied<bool>("the card answered the challenge with another key");
            });
    }

    /// <summary>AuthenticateEV2First (71).</summary>
    /// <returns>The session, to be disposed.</returns>
    public CardOutcome<Ev2Session> AuthenticateEv2First(byte keyNumber, CardKey key, CancellationToken cancellation)
    {
        var readerChallenge = CardAes.Challenge();
        byte[] cardChallenge = [];
        return Turn(Ev2Handshake.First, Ev2Handshake.Begin(keyNumber), NativeStatus.More, cancellation)
            .OfLength(CardAes.BlockLength, "the card's challenge")
            .Then(challenge => Turn(
                WrappedCommand.AdditionalFrame,
                Ev2Handshake.Answer(key, challenge.Span, readerChallenge, out cardChallenge),
                NativeStatus.Good, cancellation))
            .Then(answer => Ev2Handshake.Finish(key, answer.Span, readerChallenge, cardChallenge) is { } session
                ? CardTalk.Done(session)
                : CardTalk.Denied<Ev2Session>("the card answered the challenge with another key"));
    }

    /// <summary>A native command of whole, with all frames of its answer.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> Ask(
        byte command, ReadOnlySpan<byte> data, CancellationToken cancellation)
    {
        var whole = new List<byte>();
        var apdu = WrappedCommand.Wrap(command, data);
        for (var frame = 0; frame < MostFrames; frame++)
        {
            var outcome = card.Ask(apdu, cancellation).Then(Split);
            if (outcome is not CardOutcome<(ReadOnlyMemory<byte> Data, byte Status)>.Done { Value: var part })
                return outcome.Select(_ => ReadOnlyMemory<byte>.Empty);
            whole.AddRange(part.Data.Span);
            if (part.Status == NativeStatus.Good)
                return CardTalk.Done<ReadOnlyMemory<byte>>(whole.ToArray());
            if (part.Status != NativeStatus.More)
                return CardTalk.Denied<ReadOnlyMemory<byte>>(NativeStatus.Describe(part.Status));
            apdu = WrappedCommand.Wrap(WrappedCommand.AdditionalFrame, []);
        }
        return CardTalk.Denied<ReadOnlyMemory<byte>>("an answer without an end");
    }

    /// <summary>One command and an answer in one frame, with this status.</summary>
    private CardOutcome<ReadOnlyMemory<byte>> Turn(
        byte command, ReadOnlySpan<byte> data, byte expected, CancellationToken cancellation) =>
        card.Ask(WrappedCommand.Wrap(command, data), cancellation).Then(Split).Then(part => part.Status == expected
            ? CardTalk.Done(part.Data)
            : CardTalk.Denied<ReadOnlyMemory<byte>>(NativeStatus.Describe(part.Status)));

    private CardOutcome<ReadOnlyMemory<byte>> AskIso(ReadOnlySpan<byte> apdu, CancellationToken cancellation) =>
        card.Ask(apdu, cancellation).Then(answer => answer.Length >= 2 && answer.Span[^2..] is [0x90, 0x00]
            ? CardTalk.Done(answer[..^2])
            : CardTalk.Denied<ReadOnlyMemory<byte>>(
                $"status {Convert.ToHexString(answer.Span[^Math.Min(2, answer.Length)..])}"));

    private static CardOutcome<(ReadOnlyMemory<byte> Data, byte Status)> Split(ReadOnlyMemory<byte> answer) =>
        answer.Length >= 2 && answer.Span[^2] == NativeStatus.First
            ? CardTalk.Done((answer[..^2], answer.Span[^1]))
            : CardTalk.Denied<(ReadOnlyMemory<byte>, byte)>("not the answer of a native command");
}
