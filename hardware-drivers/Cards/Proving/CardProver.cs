using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Cards;

/// <summary>
/// Has cards of known populations prove themselves. A card that no population can be of is asked nothing and costs
/// nothing. Only a card that says no is unproved: one that is silent, twice, is to be held longer.
/// </summary>
/// <param name="populations">The stronger methods are tried first, else in this order.</param>
/// <param name="keys">Their master keys.</param>
public sealed class CardProver(ImmutableArray<CardPopulation> populations, ICardKeySource keys) : ICardProver
{
    /// <summary>
    /// Keys that a card is shown at most at a tap, all populations of a method together: as many as its time lasts for,
    /// and few beside what NTAG 424 and DESFire EV3 allow (slower after 50 wrong ones, closed after 1000).
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
            var attempts = AttemptsOn(card, type, candidates, out var why);
            return Obstacle(card, type, attempts.Count, cancellation) ?? Try(card, attempts, why, cancellation);
        }
        catch (CardKeyException error)
        {
            return new CardProof.KeysLost(error.Message);
        }
    }

    /// <summary>What is tried, in this order: the strongest proof first, of each population the newest key.</summary>
    private List<ProofAttempt> AttemptsOn(
        ICardChannel card, CardType type, IEnumerable<CardPopulation> candidates, out string why)
    {
        var possible = candidates.OrderBy(population => IsWeak(population.Method))
            .SelectMany(population => population.Versions.OrderDescending()
                .Select(version => new ProofAttempt(card, type, population, version, keys)))
            .ToLookup(attempt => attempt.Missing() is null);
        why = possible[false].LastOrDefault()?.Missing() is { } name ? $"there is no key {name}" : "";
        return
        [
            .. possible[true].GroupBy(attempt => attempt.Method)
                .SelectMany(alike => alike.Take(MostAttempts(alike.Key))),
        ];
    }

    /// <summary>
    /// A card that closes for ever after some wrong keys is shown one only: a wrong one that is not followed by its own
    /// is not forgotten, and the guest may take the card away between the two.
    /// </summary>
    /// <returns>Null when nothing speaks against trying.</returns>
    private static CardProof? Obstacle(ICardChannel card, CardType type, int count, CancellationToken cancellation)
    {
        if (count < 2 || !WrongKeyLimit.Has(type))
            return null;
        return WrongKeyLimit.Read(card, type, cancellation) switch
        {
            CardOutcome<int?>.Done { Value: 0 } => null,
            CardOutcome<int?>.Done { Value: { } limit } => new CardProof.Unproved(
                $"it closes for ever after {limit} wrong keys, and {count} could be its own: none was tried"),
            CardOutcome<int?>.Done => new CardProof.Unproved(
                $"it may close for ever after some wrong keys, and {count} could be its own: none was tried"),
            _ => new CardProof.Interrupted(),
        };
    }

    private static CardProof Try(
        ICardChannel card, List<ProofAttempt> attempts, string why, CancellationToken cancellation)
    {
        var wasSilent = false;
        for (var index = 0; index < attempts.Count;)
        {
            var outcome = attempts[index].Run(cancellation);
            if (outcome is CardOutcome<CardProof>.Done { Value: var proof })
                return proof;
            why = $"{attempts[index]}: {outcome.Failure}";
            // It listens to the next key only then; and whether it is still there is known.
            var reactivation = card.Reactivate(cancellation);
            if (reactivation == Reactivation.TimeOver)
                return new CardProof.Unproved($"{why}; then the time for this card was over");
            var isSilent = outcome is CardOutcome<CardProof>.Gone;
            if (reactivation == Reactivation.Gone || (isSilent && wasSilent))
                return new CardProof.Interrupted();
            wasSilent = isSilent;
            if (!isSilent)
                index++;
        }
        return new CardProof.Unproved(why);
    }

    private static bool IsWeak(CardMethod method) => method is CardMethod.Password or CardMethod.Sun;

    private static CardFamily FamilyOf(CardMethod method) => method switch
    {
        CardMethod.Password or CardMethod.UltralightAes => CardFamily.Type2,
        CardMethod.Sun or CardMethod.Ntag424 => CardFamily.Ntag424,
        CardMethod.DesfireAes or CardMethod.DesfireEv2 => CardFamily.Desfire,
        _ => throw new InvalidOperationException(method.ToString()),
    };
}
