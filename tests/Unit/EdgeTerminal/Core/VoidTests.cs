using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The last sale is taken back: once, within its time, exactly what it took.</summary>
public class VoidTests
{
    private readonly TerminalDriver till = OpenTill(TillOf(), Card(Guest, "TNF 200, TLF 1000"));

    [Fact]
    public void Exactly_what_it_took_goes_back_and_the_fact_names_sale_and_staff()
    {
        till.Sell(Guest, Beer);
        var sale = till.Journal.Single(record => record.Fact is Fact.Sale);
        TakeBack();

        Assert.Equal(
            new Fact.Void(sale.Position, ((Fact.Sale)sale.Fact).Payments, Site.Card(ManagersCard)), till.LastFact);
        till.Press("c");
        Assert.Equal(200, till.BalanceOf(Guest));
    }

    [Fact]
    public void It_is_on_the_display_before_it_is_done()
    {
        till.Sell(Guest, Beer);
        till.SignIn();
        till.Press("2");

        var asked = Assert.IsType<StaffAct.VoidSale>(Assert.IsType<GuestScreen.StaffAsked>(till.Screen).Act);
        Assert.Equal(new Money(350), asked.Sale.Total);
        Assert.Equal([Beer.Name], asked.Names);
        Assert.DoesNotContain(till.Journal, record => record.Fact is Fact.Void);
    }

    [Fact]
    public void Once()
    {
        till.Sell(Guest, Beer);
        TakeBack();
        till.Press("2");

        Assert.Equal(Reason.NothingToVoid, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void Within_its_time_also_when_that_ends_while_it_is_on_the_display()
    {
        till.Sell(Guest, Beer);
        till.Wait(600_000 - 20_000);
        till.Confirm();
        till.SignIn();
        till.Press("2");
        till.Wait(25_000);
        till.Press("o");

        Assert.Equal(Reason.NothingToVoid, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void A_closing_ends_it()
    {
        till.Sell(Guest, Beer);
        till.SignIn();
        till.Press("4o2");

        Assert.Equal(Reason.NothingToVoid, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void After_the_machine_was_off_nobody_knows_how_long_ago_it_was()
    {
        till.Sell(Guest, Beer);
        till.LosePower();
        till.Confirm();
        till.SignIn();
        till.Press("2");

        Assert.Equal(Reason.NothingToVoid, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void A_daemon_that_started_anew_still_takes_it_back()
    {
        till.Sell(Guest, Beer);
        till.Restart();
        till.Confirm();
        TakeBack();

        Assert.IsType<Fact.Void>(till.LastFact);
    }

    [Fact]
    public void The_guest_of_a_sale_that_was_taken_back_unseen_is_not_told_that_it_is_paid()
    {
        till.Give(new Input.ArticleChosen(Beer));
        till.Tap(Guest);
        till.Restart();
        till.Confirm();
        TakeBack();
        till.Press("c");
        till.Sell(Guest, Beer);

        Assert.Equal(2, till.Journal.Count(record => record.Fact is Fact.Sale));
    }

    [Fact]
    public void Both_cards_of_a_sale_get_theirs_back()
    {
        var two = OpenTill(
            TillOf(Counter with { SecondCardMilliseconds = 20_000 }), Card(Guest, "TLF 100"), Card(Other, "TLF 1000"));
        two.Give(new Input.ArticleChosen(Beer));
        two.Tap(Guest);
        two.Tap(Other);
        two.Finish();
        two.SignIn();
        two.Press("2oc");

        Assert.Equal(100, two.BalanceOf(Guest));
        Assert.Equal(1000, two.BalanceOf(Other));
    }

    private void TakeBack()
    {
        till.SignIn();
        till.Press("2o");
    }
}
