using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>
/// What a guest never pays for, and what survives a cut between two lines of one write. A pulse is 2.5 ml.
/// </summary>
public class PourSafetyTests
{
    private TerminalDriver driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 10000"));

    private Fact.Capture Bill => Assert.IsType<Fact.Capture>(driver.Journal.Last(row => row.Fact is Fact.Capture).Fact);

    [Fact]
    public void What_leaks_behind_a_deadline_is_not_billed_whatever_was_counted_meanwhile()
    {
        driver.Tap(Guest);
        driver.Count(80);
        driver.Count(140);

        driver.Closed(80, ValveClosing.DeadlinePassed, flowsOn: true);

        Assert.Equal((80L, 200_000L, "leak"), (Bill.Pulses, Bill.Microlitres, Bill.End));
    }

    [Fact]
    public void A_count_of_the_opening_before_is_nobody_s()
    {
        driver.Tap(Guest);
        driver.Closed(100);
        driver.Finish();
        driver.Tap(Guest);

        Assert.NotNull(driver.Give(new Input.PulsesCounted(100, Opening: 1, Tap: 1, MeterTotal: 100)).Ignored);
        Assert.NotNull(driver.Give(new Input.ValveClosed(
            ValveClosing.GrantUsed, 100, FlowsOn: false, Opening: 1, Tap: 1, MeterTotal: 100)).Ignored);
        driver.Closed(10);

        Assert.Equal(10, Bill.Pulses);
    }

    [Theory]
    [InlineData(false, "ValveLeaks")]
    [InlineData(true, "MeterDead")]
    public void Half_of_a_bill_with_a_fault_on_the_disk_is_the_fault(bool isDead, string fault)
    {
        driver.Tap(Guest);
        if (isDead)
            driver.Pass(10_000);

        driver.GiveAndLosePower(
            new Input.ValveClosed(
                ValveClosing.Ordered, isDead ? 0 : 100, FlowsOn: !isDead, Opening: 1, Tap: 1, MeterTotal: 100),
            durable: 1);

        Assert.Contains(Enum.Parse<Fault>(fault), driver.State.Past.Faults);
        Assert.Empty(driver.State.Past.Holds);
    }

    [Fact]
    public void A_counter_is_used_up_before_what_its_card_did_to_a_keg()
    {
        driver = Kiosks.Open(DrinkStations.Setup(), DrinkStations.StaffCard with { Class = CardClass.Counter });
        driver.Give(new Input.WorkChosen(StaffWork.KegChange));

        driver.GiveAndLosePower(driver.Presented(DrinkStations.Staff, CardClass.Counter, counter: 7), durable: 1);

        Assert.Equal(7, driver.State.Past.Counters[Site.Card(DrinkStations.Staff)].Value);
    }

    [Fact]
    public void While_a_bill_is_shown_nobody_pours_at_a_price_that_was_not_on_the_display()
    {
        var hours = new PriceWindow(new SaleWindow(720, 721), new Money(500));
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(first => first with { Prices = [hours] })),
            Card(Guest, "TLF 10000"), Card(Other, "TLF 10000"));
        driver.Pass(0);
        driver.Tap(Guest);
        driver.Wait(Clock.Minute);
        driver.Closed(100);
        Assert.Equal(new Money(125), Bill.Payment.Total());

        Assert.Contains(new Effect.Sound(Cue.Noticed), driver.Tap(Other).Effects);
        Assert.Equal(Draught.Price, Assert.IsType<GuestScreen.PriceIsNew>(driver.Screen).Product.Price);
        Assert.Single(driver.Orders.OfType<Effect.OpenValve>());
        driver.Tap(Other);

        Assert.Equal(Draught.Price, Assert.IsType<Fact.Hold>(driver.LastFact).PricePerLitre);
    }

    [Fact]
    public void At_the_same_price_the_next_guest_need_not_wait_for_the_bill_to_go()
    {
        driver.Tap(Guest);
        driver.Closed(100);

        driver.Tap(Guest);

        Assert.Equal("Pouring", driver.Phase);
    }
}
