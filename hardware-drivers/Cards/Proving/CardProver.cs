using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// Has cards of known populations prove themselves. A card that no population can be of is asked nothing and costs
/// nothing.
/// </summary>
/// <param name="populations">Asked in this order.</param>
/// <param name="keys">Their master keys.</param>
public sealed class CardProver(ImmutableArray<CardPopulation> populations, ICardKeySource keys) : ICardProver
{
    /// <summary>
    /// Keys that a card is shown at most. An NTAG21x or Ultralight EV1 counts wrong passwords up to AUTHLIM (1 to 7,
    /// where set) and an Ultralight AES up to AUTH_LIM, and close for ever then; a right one starts the count anew.
    /// NTAG 424 and DESFire EV3 answer slower after 50.
    /// </summary>
    public static int MostAttempts(CardMethod method) => method == CardMethod.Password ? 2 : 3;

    /// <inheritdoc/>
    public CardProof Prove(ICardChannel card, CancellationToken cancellation)
    {
        if (CardIdentification.HasRandomUid(card.Card))
            return CardProof.Nothing;
        var family = CardIdentification.FamilyOf(card.Card, card.AnswerToSelect.Span);
        var candidates = populations.Where(population => FamilyOf(population.Method) == family).ToList();
        if (candidates.Count == 0)
            return CardProof.Nothing;
        var type = CardType.Unknown;
        if (family == CardFamily.Type2)
        {
            if (CardIdentification.Identify(card, cancellation) is not CardOutcome<CardType>.Done identified)
                return new CardProof.Interrupted();
            type = identified.Value;
            candidates.RemoveAll(population => !population.Accepts(type));
            if (candidates.Count == 0)
                return CardProof.Nothing;
        }
        try
        {
            return Try(card, type, candidates, cancellation);
        }
        catch (CardKeyException error)
        {
            return new CardProof.Unproved(error.Message);
        }
    }

    private CardProof Try(
        ICardChannel card, CardType type, List<CardPopulation> candidates, CancellationToken cancellation)
    {
        var why = "";
        foreach (var population in candidates)
        {
            var attempts = MostAttempts(population.Method);
            foreach (var version in population.Versions.OrderDescending())
            {
                var attempt = new ProofAttempt(card, type, population, version, keys);
                if (attempt.Missing() is { } name)
                {
                    why = $"there is no key {name}";
                    continue;
                }
                if (attempts-- == 0)
                    break;
                var outcome = attempt.Run(cancellation);
                if (outcome is CardOutcome<CardProof>.Done { Value: var proof })
                    return proof;
                why = $"{population.Name} {version}: {outcome.Failure}";
                // It listens to the next key only then; and whether it is still there is known.
                if (!card.Reactivate(cancellation))
                    return new CardProof.Interrupted();
            }
        }
        return new CardProof.Unproved(why);
    }

    private static CardFamily FamilyOf(CardMethod method) => method switch
    {
        CardMethod.Password or CardMethod.UltralightAes => CardFamily.Type2,
        CardMethod.Sun or CardMethod.Ntag424 => CardFamily.Ntag424,
        CardMethod.DesfireAes or CardMethod.DesfireEv2 => CardFamily.Desfire,
        _ => throw new InvalidOperationException(method.ToString()),
    };
}
