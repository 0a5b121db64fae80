using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What costs nothing is counted all the same.</summary>
public sealed class FreeSaleTests
{
    private static readonly Article Meal = Beer with { Price = Money.Zero, Allowance = "meal" };

    [Fact]
    public void A_free_meal_uses_up_its_allowance()
    {
        var till = Open(Setup(Generous with { Allowances = [new AllowanceLimit("meal", 1)] }), Card(Guest, "TLF 100"));

        Assert.Null(ReasonOf(till));
        Assert.Equal(Reason.AllowanceUsed, ReasonOf(till));
    }

    [Fact]
    public void A_free_meal_that_was_taken_elsewhere_is_used_up()
    {
        using var peer = new PeerJournal("bar-2");
        var till = Open(Setup(Generous with { Allowances = [new AllowanceLimit("meal", 1)] }), Card(Guest, "TLF 100"));

        till.Hear(peer.Write(new Fact.Sale(
            Site.Card(Guest), [], [new BasketLine(Meal.Id, 1, Money.Zero, 550, null, "meal")], Records.Verdict)));

        Assert.Equal(Reason.AllowanceUsed, ReasonOf(till));
    }

    [Fact]
    public void Free_sales_are_taps_like_others()
    {
        var till = Open(
            Setup(Generous with { Uid = Generous.Uid with { VelocityTaps = 2 } }), Card(Guest, "TLF 100"));

        Assert.Null(ReasonOf(till));
        Assert.Null(ReasonOf(till));
        Assert.Equal(Reason.Velocity, ReasonOf(till));
    }

    private static Reason? ReasonOf(TerminalDriver of) => of.ReasonFor(Meal, Guest);
}
