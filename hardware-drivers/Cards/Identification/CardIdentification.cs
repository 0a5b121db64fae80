using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>Finds out which product a card is (NXP AN10833).</summary>
public static class CardIdentification
{
    private const byte Part4Bit = 0x20;
    private const ushort Type2Atqa = 0x0044;
    private const ushort DesfireAtqa = 0x0344;
    private const byte ChallengeFollows = 0xAF;

    /// <summary>From the activation alone.</summary>
    /// <param name="answerToSelect">Without its length byte.</param>
    public static CardFamily FamilyOf(CardIdentity card, ReadOnlySpan<byte> answerToSelect)
    {
        if (card.Sak is 0x08 or 0x09 or 0x18 or 0x88)
            return CardFamily.Classic;
        if (card is { Sak: 0x00, Atqa: Type2Atqa })
            return CardFamily.Type2;
        if ((card.Sak & Part4Bit) == 0 || card.Atqa is not (DesfireAtqa or Type2Atqa))
            return CardFamily.Other;
        // TA, TB and TC follow the format byte; TB of NTAG 424 asks for a shorter waiting time than that of DESFire.
        return answerToSelect is [0x77, 0x77, 0x71, ..] ? CardFamily.Ntag424 : CardFamily.Desfire;
    }

    /// <summary>A UID of four bytes that begins with 08 is drawn anew at each activation (ISO/IEC 14443-3, 6.5.4).
    /// </summary>
    public static bool HasRandomUid(CardIdentity card) => card.Uid.Length == 4 && card.Uid.Span[0] == 0x08;

    /// <summary>Asks it for its version; afterwards it listens to anything, as after its activation.</summary>
    /// <returns>Gone when it was taken away.</returns>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<CardType> Identify(ICardChannel card, CancellationToken cancellation) =>
        FamilyOf(card.Card, card.AnswerToSelect.Span) switch
        {
            CardFamily.Classic => new CardOutcome<CardType>.Done(CardType.Classic),
            CardFamily.Type2 => IdentifyType2(card, cancellation),
            CardFamily.Ntag424 or CardFamily.Desfire => card
                .Insist(() => new NativeCard(card).GetVersion(cancellation), cancellation)
                .Select(version => CardVersion.OfIso(version.Span[..Math.Min(7, version.Length)])),
            _ => new CardOutcome<CardType>.Done(CardType.Unknown),
        };

    private static CardOutcome<CardType> IdentifyType2(ICardChannel card, CancellationToken cancellation)
    {
        var version = card.Insist(() => card.Ask(Type2Command.GetVersion(), cancellation), cancellation);
        return version is CardOutcome<ReadOnlyMemory<byte>>.Done { Value: var known }
            ? CardTalk.Done(CardVersion.OfType2(known.Span))
            : card.Awaken(cancellation)
                .Then(_ => WithoutVersion(version, card.Ask(Type2Command.AuthenticateTripleDes(), cancellation)))
                .Then(type => card.Awaken(cancellation).Select(_ => type));
    }

    /// <summary>The first ones have no version; Ultralight C has a challenge of 8 bytes.</summary>
    private static CardOutcome<CardType> WithoutVersion(
        CardOutcome<ReadOnlyMemory<byte>> version, CardOutcome<ReadOnlyMemory<byte>> challenge) =>
        (version, challenge) switch
        {
            (_, CardOutcome<ReadOnlyMemory<byte>>.Done { Value: { Length: 9, Span: [ChallengeFollows, ..] } }) =>
                CardTalk.Done(CardType.UltralightC),
            // It has a version, and has not heard that it was asked for it.
            (_, CardOutcome<ReadOnlyMemory<byte>>.Done { Value: { Length: 17, Span: [ChallengeFollows, ..] } }) =>
                CardTalk.Done(CardType.UltralightAes),
            // It says no to what it does not know: so it has not heard the first question either.
            (CardOutcome<ReadOnlyMemory<byte>>.Gone silent, CardOutcome<ReadOnlyMemory<byte>>.Denied) =>
                new CardOutcome<CardType>.Gone(silent.Why),
            _ => CardTalk.Done(CardType.Ultralight),
        };
}
