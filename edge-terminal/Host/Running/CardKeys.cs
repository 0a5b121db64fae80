using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>The master keys of the populations, read once; zeroed at the end.</summary>
internal sealed class CardKeys : IDisposable
{
    private readonly CardKeyRing? ring;

    private CardKeys(CardKeyRing? ring, ICardProver? prover) => (this.ring, Prover) = (ring, prover);

    /// <summary>Has cards prove themselves; null when there are no populations.</summary>
    public ICardProver? Prover { get; }

    /// <summary>Reads them.</summary>
    /// <param name="cards">Which, and where.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <exception cref="StartException">They cannot be read, or one is missing: says each.</exception>
    public static CardKeys Open(CardSettings cards, Func<string, string?> environment)
    {
        if (cards.Keys is not { } place || cards.Populations.IsEmpty)
            return new CardKeys(null, null);
        try
        {
            var ring = CardKeySources.Open(place, environment);
            if (Missing(cards, ring).ToList() is { Count: > 0 } missing)
            {
                ring.Dispose();
                throw new StartException(
                    $"{place} has no key {string.Join(", ", missing)}: add it, or take its version out of " +
                    "cards.populations.",
                    ExitCode.BadConfiguration);
            }
            var prover = new CardProver([.. cards.Populations.Select(row => row.Population)], ring);
            return new CardKeys(ring, prover);
        }
        catch (CardKeyException error)
        {
            throw new StartException($"Card keys: {error.Message}", ExitCode.BadConfiguration);
        }
    }

    /// <summary>Names of keys that are needed and not there.</summary>
    public static IEnumerable<CardKeyName> Missing(CardSettings cards, CardKeyRing ring) =>
        cards.Populations.SelectMany(row => row.KeysNeeded()).Except(ring.Names);

    public void Dispose() => ring?.Dispose();
}
