using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>What a command has cards proved by, for as long as it runs.</summary>
internal sealed class CardKeysInHand : IDisposable
{
    private readonly IDisposable keys;

    /// <summary>Populations that were named, with their keys.</summary>
    public CardKeysInHand(ImmutableArray<CardPopulation> populations, CardKeyRing ring) =>
        (Prover, keys) = (new CardProver(populations, ring), ring);

    /// <summary>As the daemon has them.</summary>
    public CardKeysInHand(CardKeys keys) => (Prover, this.keys) = (keys, keys);

    /// <summary>Has cards prove themselves.</summary>
    public ICardProver Prover { get; }

    public void Dispose() => keys.Dispose();
}
