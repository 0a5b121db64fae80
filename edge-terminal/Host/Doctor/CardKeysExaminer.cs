using System.Text.Json;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;

namespace EdgeTerminal.Host;

/// <summary>Which cards can prove themselves, and are their keys there? Never the keys.</summary>
internal static class CardKeysExaminer
{
    private const string Subject = "card keys";

    /// <param name="cards">What is configured.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="sent">What the ledger sent; null: nothing.</param>
    public static IEnumerable<Finding> Examine(
        CardSettings cards, Func<string, string?> environment, KeptConfig? sent = null)
    {
        if (cards.Keys is not { } place || cards.Populations.IsEmpty)
            return [new Finding(Subject, "no populations: every card counts as its UID")];
        var found = new List<Finding>();
        if (sent is not null)
            found.AddRange(Choose(cards, environment, ref sent));
        ValueList<SiteCardKeyName> names = sent?.CardKeyNames ?? [];
        var inForce = cards.Over(names);
        if (sent is { CardKeys: not null, CardKeyNames: null })
            found.Add(new Finding(
                Subject, "the ledger sent some, which only the daemon's own key opens: those here may not count"));
        var rows = inForce.Populations.ToLookup(row => CardSettings.IsIn(names, row.Population.Name));
        found.AddRange(rows[true].Select(row => new Finding(Subject, $"{WhatIs(row)}; as the ledger sent its keys")));
        try
        {
            using var ring = CardKeySources.Open(place, environment);
            return [.. found, .. rows[false].Select(row => Examine(row, ring, place)), .. Issuers(ring, place)];
        }
        catch (CardKeyException error)
        {
            return rows[false].Any() ? [.. found, new Finding(Subject, error.What, error.Remedy)] : found;
        }
    }

    /// <summary>Which of those that the ledger sent hold, by the rule of the daemon.</summary>
    private static IEnumerable<Finding> Choose(
        CardSettings cards, Func<string, string?> environment, ref KeptConfig sent)
    {
        using var own = CardKeys.Look(cards, environment);
        // What its own file lacks is said of each population below; here it decides alone.
        var flaws = KeysInForce.Choose(
            cards, sent, one => own.Flaw(cards.Over(one.CardKeyNames ?? []), one), out var chosen, out var unfit);
        var misfits = flaws.Count == 0 ? [] : cards.Over(sent.CardKeyNames ?? []).FlawsOver(sent.CardKeyNames ?? []);
        sent = chosen;
        var kept = unfit is null ? [] : new[]
        {
            new Finding(
                Subject,
                $"the ledger's card keys are not taken, those before go on: {unfit}",
                unfit == FormerCardKeys.NotAtHand
                    ? "at the ledger: put the file back, or ledger card-keys --set"
                    : "mend cards.populations, or: ledger card-keys --set"),
        };
        return
        [
            .. kept,
            .. misfits.Select(flaw => new Finding(Subject, flaw, "mend cards.populations, or: ledger card-keys --set")),
        ];
    }

    private static string WhatIs(TrustedPopulation row) =>
        $"{row.Population.Name}: {EnumName.Of(row.Population.Method)}, class " +
        $"{row.AtMost.ToString().ToLowerInvariant()}, versions {string.Join(", ", row.Population.Versions)}";

    private static Finding Examine(TrustedPopulation row, CardKeyRing ring, string place)
    {
        var what = WhatIs(row);
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
