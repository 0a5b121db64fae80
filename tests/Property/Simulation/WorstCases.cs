using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>
/// Stories that come near what may be lost at most: terminals that do not hear each other, and guests who know it.
/// </summary>
internal static class WorstCases
{
    /// <summary>What is on the one wallet's card, and may be spent of it.</summary>
    public const long Balance = 20_00;

    /// <summary>What a beer costs.</summary>
    public const long Beer = 3_50;

    private const long Second = 1_000;
    private const long Syrup = 1_50;

    /// <summary>Nobody hears anybody.</summary>
    private const int Nowhere = 3;

    /// <summary>One wallet at terminals of which each is alone.</summary>
    /// <param name="terminals">How many.</param>
    /// <param name="ofItGift">So much of what the wallet has is a gift, in cents.</param>
    /// <param name="ledgerIsRestored">From a backup in which nothing was sold; terminals send it again.</param>
    public static Story OfOneWallet(int terminals, long ofItGift, bool ledgerIsRestored)
    {
        var plan = PlanOf(terminals, cards: 1) with
        {
            Balance = Balance + Syrup - ofItGift,
            Gift = ofItGift,
            OfflineLimit = Balance,
        };
        Happening[] restored = ledgerIsRestored ? [Restored()] : [];
        return new Story(
            plan, [Used(0), .. restored, Apart(plan, Nowhere, Nowhere), .. EverywhereAgain(plan, times: 14)]);
    }

    /// <summary>
    /// One wallet at four terminals. Two and two hear each other, nobody hears the ledger, and all brokers are honest.
    /// Guests come while relays still wait for the ledger's word.
    /// </summary>
    /// <param name="seed">For the small chances of the network.</param>
    /// <param name="ofItGift">So much of what the wallet has is a gift, in cents.</param>
    public static Story OfGroups(ulong seed, long ofItGift = 0)
    {
        var plan = PlanOfGroups(seed, ofItGift);
        string[] rounds = ["beer", "beer", "syrup", "syrup", "syrup"];
        var taps =
            from round in Enumerable.Range(0, rounds.Length)
            from terminal in Enumerable.Range(0, plan.Terminals)
            select new Happening.Visit(terminal, 0, [rounds[round]])
            {
                At = (105 + 4 * round + 2 * (terminal % 2)) * Second,
            };
        return new Story(plan, [Used(0), Apart(plan, 1, 2), .. taps]);
    }

    /// <summary>
    /// The same long after the cut: relays have given up the silent ledger and dial again, and guests come in between.
    /// </summary>
    /// <param name="seed">For the small chances of the network.</param>
    public static Story OfGroupsForLong(ulong seed)
    {
        var plan = PlanOfGroups(seed, ofItGift: 0);
        return new Story(plan, [Used(0), Apart(plan, 1, 2), .. EverywhereAgain(plan, times: 14, lag: 3 * Second)]);
    }

    /// <summary>Many wallets at many terminals, of which each is alone.</summary>
    /// <param name="terminals">How many.</param>
    /// <param name="cards">How many.</param>
    /// <param name="total">What a terminal may sell so, in beers.</param>
    public static Story OfTotals(int terminals, int cards, int total)
    {
        var plan = PlanOf(terminals, cards) with { Balance = Beer, OfflineTotal = total * Beer };
        var taps =
            from terminal in Enumerable.Range(0, terminals)
            from card in Enumerable.Range(0, cards)
            select new Happening.Visit(terminal, card, ["beer"]) { At = (150 + 10 * card) * Second };
        return new Story(plan, [Apart(plan, Nowhere, Nowhere), .. taps]);
    }

    private static Plan PlanOf(int terminals, int cards) => new(Seed: 7, terminals, cards, Through: 900 * Second)
    {
        ExpirySeconds = 3_600,
        VelocityTaps = 100,
        OfflineTotal = 1_000_00,
    };

    private static Plan PlanOfGroups(ulong seed, long ofItGift) => PlanOf(terminals: 4, cards: 1) with
    {
        Seed = seed,
        Balance = Balance + Syrup - ofItGift,
        Gift = ofItGift,
        OfflineLimit = Balance,
        FreshLimit = Balance,
        ListEvery = 60 * Second,
    };

    private static Happening.Visit Used(int card) => new(0, card, ["syrup"]) { At = 20 * Second };

    private static Happening.LedgerTrouble Restored() =>
        new(LedgerFault.Restore, Steps: 0, Torn: 0, Off: 0) { At = 40 * Second };

    /// <summary>The first half of all terminals in one part of the network, the others in another.</summary>
    private static Happening.NetworkSplit Apart(Plan plan, int first, int second) => new(
        [.. Enumerable.Range(0, plan.Terminals).Select(terminal => terminal * 2 < plan.Terminals ? first : second)],
        plan.Through)
    {
        At = 100 * Second,
    };

    /// <param name="plan">Of which terminals.</param>
    /// <param name="times">How often.</param>
    /// <param name="lag">So much later at each second terminal, which may have heard of it by then.</param>
    private static IEnumerable<Happening> EverywhereAgain(Plan plan, int times, long lag = 0) =>
        from time in Enumerable.Range(0, times)
        from terminal in Enumerable.Range(0, plan.Terminals)
        select new Happening.Visit(terminal, 0, ["syrup"])
        {
            At = (150 + 20 * time) * Second + lag * (terminal % 2),
        };
}
