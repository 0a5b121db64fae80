using System.Collections.Immutable;
using CloudBridge.Contract;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>Which cards can prove themselves here, and where their keys are.</summary>
/// <param name="Populations">Asked in this order.</param>
/// <param name="Keys">As <see cref="CardKeySources.Open"/> takes it; null when there are no populations.</param>
/// <param name="Written">As in the configuration: two that read alike are equal.</param>
internal sealed record CardSettings(
    ImmutableArray<TrustedPopulation> Populations, string? Keys, (string Keys, string Populations) Written)
{
    /// <summary>Every card counts as its UID.</summary>
    public static CardSettings None { get; } = new([], null, ("", ""));

    /// <summary>What a population's proof is worth.</summary>
    public IReadOnlyDictionary<string, CardClass> Classes =>
        Populations.ToDictionary(row => row.Population.Name, row => row.AtMost);
}

/// <summary>Cards that were provisioned alike.</summary>
/// <param name="Population">Which.</param>
/// <param name="AtMost">What their proof is worth at most.</param>
internal sealed record TrustedPopulation(CardPopulation Population, CardClass AtMost)
{
    /// <summary>The master keys that a terminal needs for them.</summary>
    public IEnumerable<CardKeyName> KeysNeeded() =>
        from version in Population.Versions
        from use in Population is { Method: CardMethod.Sun, Sun.PiccDataName: not null }
            ? new[] { CardKeyUse.Proof, CardKeyUse.SunMeta }
            : [CardKeyUse.Proof]
        select new CardKeyName(Population.Name, use, version);
}
