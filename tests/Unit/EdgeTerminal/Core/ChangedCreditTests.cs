using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// The ledger sends other prices, and other rules for staff, between what was given and the eyes of who gave it.
/// </summary>
public class ChangedCreditTests
{
    /// <summary>The ledger has sent other prices before anybody could see that it was done.</summary>
    [Fact]
    public void Cups_that_came_back_when_the_power_went_are_told_as_they_were_paid_and_not_paid_at_another_price()
    {
        var counter = new ChangedTerminal(
            TillOf(), TillOf(Counter with { Deposit = Cup with { Price = new Money(150) } }));
        var driver = GivenAndGivenAgain(counter, "33");

        Assert.Single(driver.Journal, record => record.Fact is Fact.DepositReturn);
        var shown = Assert.IsType<GuestScreen.StaffDone>(driver.Screen);
        Assert.Equal((true, new StaffAct.Deposit(3, new Money(300))), (shown.IsOfBefore, shown.Act));

        driver.Give(new Input.VerdictShown());
        driver.Press("32");
        driver.Tap(Guest);
        Assert.Equal(
            new Money(300), Assert.IsType<Fact.DepositReturn>(driver.LastFact).Payment.Total());
        Assert.Equal(2, Assert.IsType<Fact.DepositReturn>(driver.LastFact).Items);
    }

    /// <summary>What they would come to now is more than staff may give at once.</summary>
    [Fact]
    public void Cups_that_were_paid_are_told_so_also_where_they_would_be_too_many_by_now()
    {
        var few = Staff with { MostAtOnce = new Money(400) };
        var counter = new ChangedTerminal(
            TillOf(staff: few), TillOf(Counter with { Deposit = Cup with { Price = new Money(150) } }, few));
        var driver = GivenAndGivenAgain(counter, "33");

        Assert.True(Assert.IsType<GuestScreen.StaffDone>(driver.Screen).IsOfBefore);
        Assert.Single(driver.Journal, record => record.Fact is Fact.DepositReturn);
    }

    /// <summary>Cash was taken once, whatever it becomes now.</summary>
    [Fact]
    public void Cash_that_was_taken_when_the_power_went_is_not_given_again_in_another_asset()
    {
        var counter = new ChangedTerminal(
            TillOf(), TillOf(staff: Staff with { Asset = AssetId.Parse("TNF") }));
        var driver = GivenAndGivenAgain(counter, "12000");

        Assert.True(Assert.IsType<GuestScreen.StaffDone>(driver.Screen).IsOfBefore);
        Assert.Single(driver.Journal, record => record.Fact is Fact.Refill);
    }

    /// <summary>The power goes before anybody can see that it was given; then the rules are others.</summary>
    private static TerminalDriver GivenAndGivenAgain(ChangedTerminal counter, string keys)
    {
        var driver = OpenTill(counter);
        driver.SignIn();
        driver.Press(keys);
        driver.GiveAndLosePower(driver.Presented(Guest));
        counter.IsChanged = true;
        driver.Confirm();
        driver.SignIn();
        driver.Press(keys);
        driver.Tap(Guest);
        return driver;
    }

    private static TerminalDriver OpenTill(ChangedTerminal counter)
    {
        var driver = new TerminalDriver(TillOf(), counter);
        driver.Start();
        driver.ApplyList(1, watermark: 0, Card(Guest, "TLF 1000"), Manager, Waiter);
        driver.Confirm();
        return driver;
    }
}
