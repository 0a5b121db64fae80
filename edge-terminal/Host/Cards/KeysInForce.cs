using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace EdgeTerminal.Host;

/// <summary>Which card keys hold with what the ledger sent: its own, or those before where they cannot.</summary>
internal static class KeysInForce
{
    /// <summary>Those before hold where its own did not come, or do not fit here and those before do.</summary>
    /// <param name="cards">The terminal's populations.</param>
    /// <param name="sent">What the ledger sent.</param>
    /// <param name="lacking">What the terminal's own file lacks beside what was sent; null: nothing.</param>
    /// <param name="chosen">It, with the card keys that hold.</param>
    /// <param name="unfit">Why they are not its own; null: they are.</param>
    /// <returns>All that is wrong with those that hold.</returns>
    public static IReadOnlyList<string> Choose(
        CardSettings cards,
        KeptConfig sent,
        Func<KeptConfig, string?> lacking,
        out KeptConfig chosen,
        out string? unfit)
    {
        (chosen, unfit) = (sent, null);
        var former = sent.FormerKeys ?? (sent.AreCardKeysElsewhere ? FormerCardKeys.None : null);
        if (former is null)
            return Flaws(sent);
        var before = sent with { CardKeys = former.Keys, CardKeyNames = former.Names };
        if (sent.AreCardKeysElsewhere)
        {
            (chosen, unfit) = (before, sent.LacksCardKeys ? FormerCardKeys.NotAtHand : null);
            return Flaws(before);
        }
        var flaws = Flaws(sent);
        if (flaws.Count == 0 || Flaws(before).Count > 0)
            return flaws;
        (chosen, unfit) = (before, string.Join("; ", flaws));
        return [];

        List<string> Flaws(KeptConfig one)
        {
            var names = one.CardKeyNames ?? [];
            string[] ofItsOwn = lacking(one) is { } flaw ? [flaw] : [];
            return [.. cards.Over(names).FlawsOver(names), .. ofItsOwn];
        }
    }
}
