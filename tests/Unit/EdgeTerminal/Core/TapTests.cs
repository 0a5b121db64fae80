using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A station of two taps: beer at 7.00 a litre and 400 pulses, cider at 9.00 and 500.</summary>
public class TapTests
{
    private TerminalDriver driver = DrinkStations.Open(DrinkStations.Setup(TwoTaps), Card(Guest, "TLF 10000"));

    private Fact.Hold Hold => Assert.IsType<Fact.Hold>(driver.LastFact);

    private Reason Refused => Assert.IsType<Fact.Refusal>(driver.LastFact).Reason;

    [Fact]
    public void Before_a_tap_is_chosen_a_card_is_told_what_is_on_it()
    {
        driver.Tap(Guest);

        Assert.IsType<GuestScreen.Balance>(driver.Screen);
        Assert.Empty(driver.Orders);
    }

    [Fact]
    public void The_chosen_tap_pours_its_own_product_at_its_own_price_through_its_own_valve()
    {
        driver.Give(new Input.TapChosen(2));
        driver.Tap(Guest);

        Assert.Equal((Cider.Id, new Money(900), 500L), (Hold.Product, Hold.PricePerLitre, Hold.PulsesPerLitre));
        Assert.Equal((2, 550), (Hold.Terms!.Tap, Hold.Terms.TaxBasisPoints));
        Assert.Equal(new Effect.OpenValve(2, 1, 250, 120_000, 25), Assert.Single(driver.Orders));

        driver.Closed(250, ValveClosing.GrantUsed, tap: 2);
        var bill = Assert.IsType<Fact.Capture>(driver.LastFact);
        Assert.Equal((new Money(450), 2, Cider.Id), (bill.Payment.Total(), bill.Sold!.Tap, bill.Sold.Product));
    }

    [Fact]
    public void A_choice_goes_when_nobody_holds_a_card_or_another_is_made()
    {
        driver.Give(new Input.TapChosen(1));
        driver.Give(new Input.TapChosen(2));
        Assert.Equal(Cider, Assert.IsType<GuestScreen.PourReady>(driver.Screen).Product);

        driver.Pass(20_000);

        Assert.IsType<GuestScreen.TapsReady>(driver.Screen);
    }

    [Fact]
    public void One_guest_pours_at_a_time()
    {
        driver.Give(new Input.TapChosen(1));
        driver.Tap(Guest);

        Assert.NotNull(driver.Give(new Input.TapChosen(2)).Ignored);
        Assert.NotNull(driver.Count(100, tap: 2).Ignored);
        Assert.NotNull(driver.Closed(100, tap: 2).Ignored);
        Assert.Equal("Pouring", driver.Phase);
    }

    [Fact]
    public void A_tap_that_drips_beside_a_pour_is_a_leak()
    {
        driver.Give(new Input.TapChosen(1));
        driver.Tap(Guest);
        Assert.Equal([new Effect.CloseValve(2)], driver.Drip(100, tap: 2).AtOnce);
        Assert.Contains(Fault.ValveLeaks, driver.State.Past.Faults);
        Assert.Equal("Pouring", driver.Phase);

        driver.Closed(100);
        driver.Finish();

        Assert.Equal("OutOfService", driver.Phase);
    }

    [Fact]
    public void An_empty_keg_closes_its_own_tap_and_a_new_one_opens_it()
    {
        Empty(2);
        Assert.Equal("Ready", driver.Phase);
        Assert.Contains(Fault.KegEmpty, driver.State.Past.Faults);
        Assert.Equal(
            [false, true], Assert.IsType<GuestScreen.TapsReady>(driver.Screen).Offers.Select(offer => offer.IsDry));

        driver.Give(new Input.TapChosen(2));
        Assert.IsType<GuestScreen.TapEmpty>(driver.Screen);
        driver.Tap(Guest);
        Assert.Equal(Reason.DeviceFault, Refused);
        driver.Finish();
        driver.Give(new Input.TapChosen(1));
        driver.Tap(Guest);
        Assert.Equal(Draught.Id, Hold.Product);
        driver.Closed(10);
        driver.Finish();

        driver.Give(new Input.TapChosen(2));
        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(Staff);
        Assert.Equal(new Fact.FaultCleared("KegEmpty"), driver.LastFact);
        driver.Give(new Input.TapChosen(2));
        driver.Tap(Guest);
        Assert.Equal(Cider.Id, Hold.Product);
    }

    [Fact]
    public void With_all_kegs_empty_it_is_out_of_service_until_staff_were_there_also_over_a_restart()
    {
        Empty(2);
        Empty(1);
        Assert.Equal("OutOfService", driver.Phase);
        driver.Restart();
        driver.Confirm();
        Assert.Equal("OutOfService", driver.Phase);

        driver.Tap(Staff);

        Assert.Equal("Ready", driver.Phase);
        Assert.Equal(
            [1, 2], driver.Journal.Select(record => record.Fact).OfType<Fact.KegChanged>().Select(keg => keg.Tap));
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void At_its_hours_another_price_is_shown_held_and_billed_whatever_the_clock_says_meanwhile()
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(tap => tap with
            {
                Prices = [new PriceWindow(new SaleWindow(720, 780), new Money(500))],
            })),
            Card(Guest, "TLF 10000"));
        driver.Pass(0);
        Assert.Equal(new Money(500), Assert.IsType<GuestScreen.PourReady>(driver.Screen).Product.Price);
        driver.Pass(Clock.Hour - 1_000);

        driver.Tap(Guest);
        Assert.Equal(new Money(500), Hold.PricePerLitre);
        driver.Wait(2_000);
        driver.Closed(200);
        Assert.Equal(new Money(250), Assert.IsType<Fact.Capture>(driver.LastFact).Payment.Total());

        driver.Finish();
        driver.Confirm();
        driver.Pass(0);
        Assert.Equal(new Money(700), Assert.IsType<GuestScreen.PourReady>(driver.Screen).Product.Price);
        driver.Tap(Guest);
        Assert.Equal(new Money(700), Hold.PricePerLitre);
    }

    [Fact]
    public void While_the_time_is_not_known_the_usual_price_holds()
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(tap => tap with
            {
                Prices = [new PriceWindow(new SaleWindow(0, 1_440), new Money(500))],
            })),
            Card(Guest, "TLF 10000"));
        driver.LosePower();
        driver.Pass(0);

        driver.Tap(Guest);

        Assert.Equal(new Money(700), Hold.PricePerLitre);
    }

    [Fact]
    public void The_journal_s_fold_is_what_is_remembered()
    {
        Empty(2);
        driver.Give(new Input.TapChosen(2));
        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(Staff);

        Assert.Equal(driver.Folded(), driver.State.Past);
    }

    private void Empty(int tap)
    {
        driver.Give(new Input.TapChosen(tap));
        driver.Tap(Guest);
        for (var pulses = 1; driver.Phase == "Pouring"; pulses++)
        {
            driver.Pass(500);
            driver.Count(pulses, tap);
        }
        driver.Closed(20, tap: tap);
        Assert.Equal("tooSlow", Assert.IsType<Fact.Capture>(
            driver.Journal.Last(record => record.Fact is Fact.Capture).Fact).End);
        driver.Finish();
    }
}
