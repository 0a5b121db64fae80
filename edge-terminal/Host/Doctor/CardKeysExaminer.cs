using System.Text.Json;
using CloudBridge.Contract;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>Which cards can prove themselves, and are their keys there? Never the keys.</summary>
internal static class CardKeysExaminer
{
    private const string Subject = "card keys";

    /// <param name="cards">What is configured.</param>
    /// <param name="environment">Looks a variable up.</param>
    public static IEnumerable<Finding> Examine(CardSettings cards, Func<string, string?> environment)
    {
        if (cards.Keys is not { } place || cards.Populations.IsEmpty)
            return [new Finding(Subject, "no populations: every card counts as its UID")];
        try
        {
            using var ring = CardKeySources.Open(place, environment);
            return [.. cards.Populations.Select(row => Examine(row, ring, place)), .. Issuers(ring, place)];
        }
        catch (CardKeyException error)
        {
            return [new Finding(Subject, error.What, error.Remedy)];
        }
    }

    private static Finding Examine(TrustedPopulation row, CardKeyRing ring, string place)
    {
        var population = row.Population;
        var method = EnumName.Of(population.Method);
        var what = $"{population.Name}: {method}, class {row.AtMost.ToString().ToLowerInvariant()}, " +
            $"versions {string.Join(", ", population.Versions)}";
        return row.KeysNeeded().Except(ring.Names).ToList() is { Count: > 0 } missing
            ? new Finding(
                Subject,
                $"{what}; no key {string.Join(", ", missing)}",
                $"add it to {place}, or take its version out of cards.populations")
            : new Finding(Subject, $"{what}; all keys found in {place}");
    }

    private static IEnumerable<Finding> Issuers(CardKeyRing ring, string place) =>
        from name in CardKeys.Issuers(ring)
        select new Finding(
            Subject,
            $"{place} has {name}: the terminal does not start with it",
            "take it away from this terminal: it only needs keys that prove");
}
