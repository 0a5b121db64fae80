using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>
/// The stated worst case (DESIGN section 6) is not far away: cut the terminals off from each other, and guests who know
/// it come near it. It is never exceeded, by them or in any other run.
/// </summary>
public class WorstCaseTests
{
    private const long Second = 1_000;
    private const long Beer = 3_50;
    private const long Syrup = 1_50;

    /// <summary>Nobody hears anybody.</summary>
    private const int Nowhere = 3;

    [Theory]
    [InlineData(3, 0, false)]
    [InlineData(6, 0, false)]
    [InlineData(3, 8_00, false)]
    [InlineData(3, 0, true)]
    public void One_wallet_at_terminals_that_do_not_hear_each_other_comes_near_its_bound(
        int terminals, long ofItGift, bool ledgerIsRestored)
    {
        const long balance = 20_00;
        var plan = PlanOf(terminals, cards: 1) with
        {
            Balance = balance + Syrup - ofItGift,
            Gift = ofItGift,
            OfflineLimit = balance,
        };
        Happening[] restored = ledgerIsRestored ? [Restored()] : [];
        var run = Run.Of(new Story(plan, [Used(0), .. restored, Apart(plan), .. EverywhereAgain(plan, times: 14)]));

        var bound = (terminals - 1) * balance;
        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, bound * 9 / 10, bound);
    }

    [Fact]
    public void Many_wallets_come_near_the_offline_totals_of_all_terminals()
    {
        const int terminals = 20;
        const int cards = 12;
        var plan = PlanOf(terminals, cards) with { Balance = Beer, OfflineTotal = 10 * Beer };
        var taps =
            from terminal in Enumerable.Range(0, terminals)
            from card in Enumerable.Range(0, cards)
            select new Happening.Visit(terminal, card, ["beer"]) { At = (150 + 10 * card) * Second };
        var run = Run.Of(new Story(plan, [Apart(plan), .. taps]));

        var bound = terminals * plan.OfflineTotal;
        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, bound * 9 / 10, bound);
    }

    private static Plan PlanOf(int terminals, int cards) => new(Seed: 7, terminals, cards, Through: 900 * Second)
    {
        ExpirySeconds = 3_600,
        VelocityTaps = 100,
        OfflineTotal = 1_000_00,
    };

    private static Happening.Visit Used(int card) => new(0, card, ["syrup"]) { At = 20 * Second };

    /// <summary>From a backup in which nothing was sold; terminals send it again.</summary>
    private static Happening.LedgerTrouble Restored() =>
        new(LedgerFault.Restore, Steps: 0, Torn: 0, Off: 0) { At = 40 * Second };

    private static Happening.NetworkSplit Apart(Plan plan) =>
        new([.. Enumerable.Repeat(Nowhere, plan.Terminals)], plan.Through) { At = 100 * Second };

    private static IEnumerable<Happening> EverywhereAgain(Plan plan, int times) =>
        from time in Enumerable.Range(0, times)
        from terminal in Enumerable.Range(0, plan.Terminals)
        select new Happening.Visit(terminal, 0, ["syrup"]) { At = (150 + 20 * time) * Second };
}
