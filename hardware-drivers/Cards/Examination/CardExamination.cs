using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>Looks at a card for a person; takes longer than a tap and changes nothing but failure counts.</summary>
public static class CardExamination
{
    /// <param name="card">Activated.</param>
    /// <param name="prover">With the site's populations, or with none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Gone when the card was taken away.</returns>
    /// <exception cref="LinkLostException">The reader's link is gone.</exception>
    public static CardOutcome<CardReport> Examine(
        ICardChannel card, ICardProver prover, CancellationToken cancellation) =>
        CardIdentification.Identify(card, cancellation).Then(type =>
        {
            // It has another UID after each activation, and nobody could say whether it is the same card.
            if (CardIdentification.HasRandomUid(card.Card))
                return CardTalk.Done(Report(card.Card, type, CardProof.Nothing, null, false));
            var original = IsOriginal(card, type, cancellation);
            if (card.Reactivate(cancellation) != Reactivation.Done)
                return Gone();
            var proof = prover.Prove(card, cancellation);
            if (proof is CardProof.Interrupted)
                return Gone();
            var isFresh = proof is CardProof.Unproved && HasFactoryKey(card, type, cancellation);
            return CardTalk.Done(Report(card.Card, type, proof, original, isFresh));
        });

    private static CardReport Report(
        CardIdentity card, CardType type, CardProof proof, bool? original, bool isFresh) =>
        new(card, type, StrongestOf(type), proof, original, [.. TroublesOf(card, type, proof, original, isFresh)]);

    private static string StrongestOf(CardType type) => type switch
    {
        CardType.UltralightAes or CardType.Ntag424 or CardType.Ntag424TagTamper
            or CardType.DesfireEv1 or CardType.DesfireEv2 or CardType.DesfireEv3 => "aes",
        CardType.UltralightEv1 or CardType.Ntag213 or CardType.Ntag215 or CardType.Ntag216 => "counter",
        _ => "uid",
    };

    private static bool? IsOriginal(ICardChannel card, CardType type, CancellationToken cancellation)
    {
        if (OriginalityKeys.For(type) is not { } maker)
            return null;
        using var type2 = new Type2Card(card);
        var said = CardIdentification.FamilyOf(card.Card, card.AnswerToSelect.Span) == CardFamily.Type2
            ? type2.ReadSignature(cancellation)
            : new NativeCard(card).ReadSignature(cancellation);
        return said is CardOutcome<ReadOnlyMemory<byte>>.Done { Value: var signature }
            ? maker.Signed(card.Card.Uid.Span, signature.Span)
            : null;
    }

    private static bool HasFactoryKey(ICardChannel card, CardType type, CancellationToken cancellation)
    {
        if (card.Reactivate(cancellation) != Reactivation.Done)
            return false;
        using var key = CardKey.Factory();
        if (type == CardType.UltralightAes)
        {
            // A card that counts wrong keys is not from the factory, and must not be shown one more of them.
            if (WrongKeyLimit.Read(card, type, cancellation) is not CardOutcome<int?>.Done { Value: 0 })
                return false;
            using var type2 = new Type2Card(card);
            return type2.AuthenticateAes(UltralightAesPages.DataProtectionKey, key, false, cancellation)
                is CardOutcome<bool>.Done;
        }
        if (type is not (CardType.Ntag424 or CardType.Ntag424TagTamper))
            return false;
        var native = new NativeCard(card);
        var opened = native.SelectByName(IsoCommand.NdefApplication, cancellation)
            .Then(_ => native.AuthenticateEv2First(0, key, cancellation));
        using var session = opened is CardOutcome<Ev2Session>.Done { Value: var value } ? value : null;
        return session is not null;
    }

    private static IEnumerable<string> TroublesOf(
        CardIdentity card, CardType type, CardProof proof, bool? original, bool isFresh)
    {
        if (CardIdentification.HasRandomUid(card))
            yield return "it shows a random UID: terminals refuse it (106); turn random UIDs off when provisioning";
        if (type == CardType.Classic)
            yield return "MIFARE Classic can be copied by anyone: give it the class uid and a low limit";
        if (original == false)
            yield return "the maker's signature is wrong: a copy, or a chip of another maker";
        if (isFresh)
            yield return "it still has the factory's key: edge-terminal card provision";
        else if (proof is CardProof.Unproved { Why: { } why })
            yield return $"it did not prove itself: {why}";
    }

    private static CardOutcome<CardReport> Gone() =>
        new CardOutcome<CardReport>.Gone("the card was taken away: hold it again");
}
