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

    /// <summary>There are none: no card proves itself.</summary>
    public static CardKeys None => new(null, null);

    /// <summary>Reads them.</summary>
    /// <param name="cards">Which, and where.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <exception cref="StartException">They cannot be read, or one is missing: says each.</exception>
    public static CardKeys Open(CardSettings cards, Func<string, string?> environment)
    {
        if (cards.Keys is not { } place || cards.Populations.IsEmpty)
            return None;
        try
        {
            var ring = CardKeySources.Open(place, environment);
            if (Flaw(cards, ring) is { } flaw)
            {
                ring.Dispose();
                throw new StartException($"{place} {flaw}.", ExitCode.BadConfiguration);
            }
            var prover = new CardProver([.. cards.Populations.Select(row => row.Population)], ring);
            return new CardKeys(ring, prover);
        }
        catch (CardKeyException error)
        {
            throw new StartException($"Card keys: {error.Message}", ExitCode.BadConfiguration);
        }
    }

    /// <summary>Names of keys that change cards: they must not be on a terminal, which may be stolen.</summary>
    public static IEnumerable<CardKeyName> Issuers(CardKeyRing ring) =>
        ring.Names.Where(name => name.Use == CardKeyUse.Issuer);

    public void Dispose() => ring?.Dispose();

    private static string? Flaw(CardSettings cards, CardKeyRing ring)
    {
        var missing = string.Join(", ", cards.Populations.SelectMany(row => row.KeysNeeded()).Except(ring.Names));
        var issuers = string.Join(", ", Issuers(ring));
        return missing.Length > 0 ? $"has no key {missing}: add it, or take its version out of cards.populations"
            : issuers.Length > 0 ? $"has {issuers}: keys that change cards must not be on a terminal; take them away"
            : null;
    }
}
