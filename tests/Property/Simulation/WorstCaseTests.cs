using Tests.Simulation;

namespace Tests.Property.Simulation;

/// <summary>
/// The stated worst case (DESIGN section 6) is not far away: cut the terminals off from each other, and guests who know
/// it come near it. It is never exceeded, by them or in any other run.
/// </summary>
public class WorstCaseTests
{
    [Theory]
    [InlineData(3, 0, false)]
    [InlineData(6, 0, false)]
    [InlineData(3, 8_00, false)]
    [InlineData(3, 0, true)]
    public void One_wallet_at_terminals_that_do_not_hear_each_other_comes_near_its_bound(
        int terminals, long ofItGift, bool ledgerIsRestored)
    {
        var run = Run.Of(WorstCases.OfOneWallet(terminals, ofItGift, ledgerIsRestored));

        var bound = (terminals - 1) * WorstCases.Balance;
        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, bound * 9 / 10, bound);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 8_00)]
    public void Two_groups_that_do_not_hear_each_other_lose_what_two_terminals_do(ulong seed, long ofItGift)
    {
        var run = Run.Of(WorstCases.OfGroups(seed, ofItGift));

        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, WorstCases.Balance * 9 / 10, WorstCases.Balance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Two_groups_lose_no_more_when_guests_come_while_relays_dial_again(ulong seed)
    {
        var run = Run.Of(WorstCases.OfGroupsForLong(seed));

        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, WorstCases.Balance * 9 / 10, WorstCases.Balance);
    }

    [Fact]
    public void Many_wallets_come_near_the_offline_totals_of_all_terminals()
    {
        const int terminals = 20;
        const int total = 10;
        var run = Run.Of(WorstCases.OfTotals(terminals, cards: 12, total));

        const long bound = terminals * total * WorstCases.Beer;
        Assert.Null(run.Broken);
        Assert.InRange(run.WorstLossOfTheHouse, bound * 9 / 10, bound);
    }
}
