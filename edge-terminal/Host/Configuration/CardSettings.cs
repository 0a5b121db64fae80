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

    /// <summary>The populations as the terminal's own configuration has them.</summary>
    public ImmutableArray<TrustedPopulation> Configured { get; } = Populations;

    /// <summary>What a population's proof is worth.</summary>
    public IReadOnlyDictionary<string, CardClass> Classes =>
        Populations.ToDictionary(row => row.Population.Name, row => row.AtMost);

    /// <summary>
    /// With keys that the ledger sent: a population of which it sent any has the versions of those, and no other. One
    /// by one they could never be retired: what it sends no more may still lie in the terminal's own file.
    /// </summary>
    /// <param name="sent">Which keys; none: it is all as configured.</param>
    public CardSettings Over(IReadOnlyCollection<SiteCardKeyName> sent) => this with
    {
        Populations =
        [
            .. from row in Configured
               let versions = VersionsIn(sent, row.Population.Name)
               select versions.IsEmpty ? row : row with { Population = row.Population with { Versions = versions } },
        ],
    };

    /// <summary>Why these populations cannot be proved with keys that the ledger sent; none: they can.</summary>
    /// <param name="sent">As they were laid over.</param>
    public IEnumerable<string> FlawsOver(IReadOnlyCollection<SiteCardKeyName> sent)
    {
        foreach (var alike in Populations.GroupBy(row => row.Population.Method))
        {
            var (count, most) = (alike.Sum(row => row.Population.Versions.Length), CardProver.MostAttempts(alike.Key));
            if (count > most && alike.Any(row => IsIn(sent, row.Population.Name)))
                yield return
                    $"card keys: {count} versions of {string.Join(", ", alike.Select(row => row.Population.Name))}; " +
                    $"expected at most {most} in all populations of this method together";
        }
        var names = sent.Select(CardKeys.NameOf).ToHashSet();
        var missing = Populations.Where(row => IsIn(sent, row.Population.Name))
            .SelectMany(row => row.KeysNeeded()).Where(name => !names.Contains(name)).ToList();
        if (missing.Count > 0)
            yield return $"card keys: {string.Join(", ", missing)} is missing; expected each use of each version";
    }

    /// <summary>Has the ledger sent keys of this population?</summary>
    public static bool IsIn(IReadOnlyCollection<SiteCardKeyName> sent, string population) =>
        sent.Any(key => key.Population == population);

    private static ImmutableArray<int> VersionsIn(IReadOnlyCollection<SiteCardKeyName> sent, string population) =>
    [
        .. sent.Where(key => key.Population == population).Select(key => key.Version).Distinct().Order(),
    ];
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
