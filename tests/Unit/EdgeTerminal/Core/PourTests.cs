using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A pour from the tap to the bill. The guest has 10.00, a litre costs 7.00, a pulse is 2.5 ml.</summary>
public class PourTests
{
    private TerminalDriver driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 1000"));

    private Fact.Capture Bill => Assert.IsType<Fact.Capture>(driver.Journal.Last(row => row.Fact is Fact.Capture).Fact);

    /// <summary>A command of the ledger that expires in a minute.</summary>
    private Input.CommandHeard Stop(long number) =>
        new(number, driver.Wall + Clock.Minute, CommandKind.StopPour, Card: null);

    [Fact]
    public void A_tap_holds_the_most_of_one_pour_and_opens_the_valve_for_it()
    {
        driver.Tap(Guest);

        var hold = Assert.IsType<Fact.Hold>(driver.LastFact);
        Assert.Equal([Records.Amount("TLF", 350)], hold.Payment.Parts);
        Assert.Equal((Draught.Id, new Money(700), 400L), (hold.Product, hold.PricePerLitre, hold.PulsesPerLitre));
        Assert.Equal(new Effect.OpenValve(1, 1, 200, 120_000, 20), Assert.Single(driver.Orders));
        Assert.Equal(Cue.Approved, driver.Cue);
    }

    /// <summary>What is on the card · what is held · pulses that are granted</summary>
    [Theory]
    [InlineData("TLF 1000", 350, 200)]
    [InlineData("TLF 100", 100, 57)]
    [InlineData("TNF 10, TLF 25", 35, 20)]
    [InlineData("TIM 5, TLF 36", 36, 20)]
    public void Nobody_pours_more_than_is_on_the_card(string balance, long held, long pulses)
    {
        driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, balance));

        driver.Tap(Guest);

        Assert.Equal(new Money(held), Assert.IsType<Fact.Hold>(driver.LastFact).Payment.Total());
        Assert.Equal(pulses, Assert.IsType<Effect.OpenValve>(Assert.Single(driver.Orders)).GrantPulses);
    }

    [Fact]
    public void Who_cannot_pay_for_5_cl_is_refused_with_301()
    {
        driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 34"));

        driver.Tap(Guest);

        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
        Assert.Empty(driver.Orders);
    }

    [Fact]
    public void A_limit_bounds_the_pour_and_does_not_refuse_it()
    {
        var limits = Generous with { Uid = Generous.Uid with { FloorLimit = new Money(70) } };
        driver = DrinkStations.Open(DrinkStations.Setup(limits: limits), Card(Guest, "TLF 1000"));

        driver.Tap(Guest);

        Assert.Equal(new Money(70), Assert.IsType<Fact.Hold>(driver.LastFact).Payment.Total());
    }

    [Fact]
    public void What_is_left_of_a_daily_allowance_bounds_the_pour()
    {
        var tap = Of(first => first with { Product = Draught with { Allowance = "alcohol" } }) with
        {
            PieceMicrolitres = 100_000,
        };
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 3)] };
        driver = DrinkStations.Open(
            DrinkStations.Setup(tap, limits),
            Card(Guest, "TLF 1000") with
            {
                AllowancesUsed = [new AllowanceUse("alcohol", limits.DayOf(Clock.Noon), 1)],
            },
            Card(Other, "TLF 1000") with
            {
                AllowancesUsed = [new AllowanceUse("alcohol", limits.DayOf(Clock.Noon), 3)],
            });

        driver.Tap(Other);
        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
        driver.Finish();
        driver.Tap(Guest);

        Assert.Equal(80, Assert.IsType<Effect.OpenValve>(Assert.Single(driver.Orders)).GrantPulses);
    }

    [Fact]
    public void A_mark_is_written_each_2_5_cl_and_renews_the_lease()
    {
        driver.Tap(Guest);
        var held = driver.Journal[^1].Position;

        Assert.Empty(driver.Count(9).Facts);
        Assert.Equal(new Fact.Mark(held, 10, 25_000, MeterTotal: 10), Assert.Single(driver.Count(10).Facts));
        Assert.Empty(driver.Count(19).Facts);
        Assert.Equal(new Fact.Mark(held, 37, 92_500, MeterTotal: 37), Assert.Single(driver.Count(37).Facts));

        Assert.Equal([new Effect.RenewLease(1, 10), new Effect.RenewLease(1, 37)], driver.Orders.Skip(1));
    }

    [Fact]
    public void A_capture_takes_what_flowed_and_gives_the_rest_back()
    {
        driver.Tap(Guest);

        driver.Closed(101, ValveClosing.GrantUsed);

        // 252.5 ml are 176.75 cents: down to 1.76.
        Assert.Equal([Records.Amount("TLF", 176)], Bill.Payment.Parts);
        Assert.Equal((101L, 252_500L, "grantUsed"), (Bill.Pulses, Bill.Microlitres, Bill.End));
        var screen = Assert.IsType<GuestScreen.Poured>(driver.Screen);
        Assert.Equal([Records.Amount("TLF", 824)], screen.Left!.Value);
    }

    [Fact]
    public void Overshoot_is_the_house_s()
    {
        driver.Tap(Guest);

        driver.Closed(205, ValveClosing.GrantUsed);

        Assert.Equal((new Money(350), 512_500L), (Bill.Payment.Total(), Bill.Microlitres));
    }

    [Fact]
    public void Gift_is_spent_first_and_each_asset_gives_no_more_than_was_held_of_it()
    {
        driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TNF 100, TLF 1000, FED 1000"));
        driver.Tap(Guest);

        driver.Closed(100);

        Assert.Equal([Records.Amount("TNF", 100), Records.Amount("TLF", 75)], Bill.Payment.Parts);
    }

    [Fact]
    public void What_is_no_cent_is_not_billed()
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(tap => tap with { Product = Draught with { Price = new Money(300) } })),
            Card(Guest, "TLF 1000"));
        driver.Tap(Guest);

        driver.Closed(1);

        Assert.Equal("stopped", Assert.IsType<Fact.Release>(driver.LastFact).End);
    }

    /// <summary>What the valve says · why the pour ended</summary>
    [Theory]
    [InlineData(ValveClosing.GrantUsed, false, "grantUsed", null)]
    [InlineData(ValveClosing.DeadlinePassed, false, "tooLong", null)]
    [InlineData(ValveClosing.LeaseRanOut, false, "leaseRanOut", null)]
    [InlineData(ValveClosing.Ordered, false, "stopped", null)]
    [InlineData(ValveClosing.DeviceLost, false, "deviceLost", Fault.ValveLost)]
    [InlineData(ValveClosing.GrantUsed, true, "leak", Fault.ValveLeaks)]
    public void The_valve_ends_a_pour_by_itself(ValveClosing why, bool flowsOn, string end, Fault? raised)
    {
        driver.Tap(Guest);

        driver.Closed(100, why, flowsOn);

        Assert.Equal((end, new Money(175)), (Bill.End, Bill.Payment.Total()));
        Assert.Equal(raised is { } fault ? [fault] : Array.Empty<Fault>(), driver.State.Past.Faults);
    }

    [Fact]
    public void A_card_that_comes_back_in_time_pours_on()
    {
        driver.Tap(Guest);
        driver.Count(20);
        driver.Give(new Input.FieldEmptied());
        driver.Pass(1_499);

        driver.Tap(Guest);
        driver.Count(40);
        driver.Pass(1_000);

        Assert.Equal("Pouring", driver.Phase);
    }

    [Fact]
    public void A_card_that_is_gone_ends_the_pour_after_a_grace()
    {
        driver.Tap(Guest);
        driver.Count(20);
        driver.Give(new Input.FieldEmptied());

        driver.Pass(1_500);

        Assert.IsType<Effect.CloseValve>(driver.Orders[^1]);
        driver.Closed(22);
        Assert.Equal(("cardGone", 22L), (Bill.End, Bill.Pulses));
    }

    [Fact]
    public void A_reader_that_is_lost_is_a_card_that_is_gone()
    {
        driver.Tap(Guest);
        driver.Count(20);
        driver.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));

        driver.Pass(1_500);
        driver.Closed(22);

        Assert.Equal("cardGone", Bill.End);
    }

    [Theory]
    [InlineData(Other, "cardGone")]
    [InlineData(Staff, "stoppedByStaff")]
    public void Another_card_ends_the_pour_at_once(string uid, string end)
    {
        driver.Tap(Guest);
        driver.Count(20);

        driver.Tap(uid);
        driver.Closed(21);

        Assert.Equal(end, Bill.End);
    }

    [Fact]
    public void The_key_of_the_staff_ends_the_pour()
    {
        driver.Tap(Guest);
        driver.Count(20);

        driver.Give(new Input.PourStopped());
        driver.Closed(21);

        Assert.Equal("stoppedByStaff", Bill.End);
    }

    [Fact]
    public void A_command_ends_the_pour_and_what_came_of_it_is_written_down()
    {
        driver.Tap(Guest);
        driver.Count(20);

        var stopping = driver.Give(Stop(7));
        Assert.Equal(new Fact.CommandDone(7, "stopPour", "stopped"), Assert.Single(stopping.Facts));
        Assert.Equal([new Effect.CloseValve(1)], stopping.AtOnce);
        var again = driver.Give(Stop(8));
        Assert.Equal(new Fact.CommandDone(8, "stopPour", "it was stopped already"), Assert.Single(again.Facts));
        driver.Closed(21);
        Assert.Equal("stoppedByCommand", Bill.End);

        driver.Give(Stop(9));
        Assert.Equal(new Fact.CommandDone(9, "stopPour", "nothing was poured"), driver.LastFact);
    }

    [Fact]
    public void A_daemon_that_is_asked_to_stop_bills_first()
    {
        driver.Tap(Guest);
        driver.Count(20);

        driver.Give(new Input.StopRequested());
        Assert.False(driver.Ended);
        driver.Closed(21);

        Assert.True(driver.Ended);
        Assert.Equal("stopped", Bill.End);
    }

    [Fact]
    public void Nothing_flowing_for_ten_seconds_ends_the_pour()
    {
        driver.Tap(Guest);
        driver.Count(20);

        driver.Pass(10_000);
        driver.Closed(20);

        Assert.Equal("noFlow", Bill.End);
        Assert.Empty(driver.State.Past.Faults);
    }

    [Theory]
    [InlineData(false, "meterDead", Fault.MeterDead)]
    [InlineData(true, "noFlow", null)]
    public void A_meter_that_never_moves_is_dead_unless_the_guest_has_a_tap(bool handTap, string end, Fault? raised)
    {
        driver = DrinkStations.Open(DrinkStations.Setup(Tap with { HasHandTap = handTap }), Card(Guest, "TLF 1000"));
        driver.Tap(Guest);

        driver.Pass(10_000);
        driver.Closed(0);

        Assert.Equal(end, Assert.IsType<Fact.Release>(
            driver.Journal.Last(row => row.Fact is Fact.Release).Fact).End);
        Assert.Equal(raised is { } fault ? [fault] : Array.Empty<Fault>(), driver.State.Past.Faults);
        driver.Pass(10_000);
        Assert.Equal(handTap ? "Ready" : "OutOfService", driver.Phase);
    }

    [Fact]
    public void A_valve_that_says_nothing_is_billed_by_what_was_counted()
    {
        driver.Tap(Guest);
        driver.Count(20);
        driver.Give(new Input.PourStopped());

        driver.Pass(8_000);

        Assert.Equal(("deviceLost", 20L), (Bill.End, Bill.Pulses));
        Assert.Contains(Fault.ValveLost, driver.State.Past.Faults);
    }

    [Fact]
    public void A_power_cut_bills_to_the_last_mark()
    {
        driver.Tap(Guest);
        driver.Count(40);
        driver.Count(49);

        driver.LosePower();

        Assert.Equal((40L, 100_000L, new Money(70), "powerCut"),
            (Bill.Pulses, Bill.Microlitres, Bill.Payment.Total(), Bill.End));
        Assert.Empty(driver.State.Past.Holds);
        driver.LosePower();
        Assert.Single(driver.Journal, row => row.Fact is Fact.Capture);
    }

    [Fact]
    public void A_power_cut_before_the_first_mark_bills_nothing()
    {
        driver.GiveAndLosePower(driver.Presented(Guest));

        Assert.Equal("powerCut", Assert.IsType<Fact.Release>(
            driver.Journal.Last(row => row.Fact is Fact.Release).Fact).End);
        Assert.Empty(driver.State.Past.Pours);
    }

    [Fact]
    public void A_power_cut_bills_the_price_and_the_calibration_of_the_hold()
    {
        var held = driver.Record(new Fact.Hold(
            new Payment(Site.Card(Guest), WalletOf(Guest), [.. Amounts("TLF 900")]),
            Draught.Id,
            new Money(1_000),
            1_000,
            Records.Verdict));
        driver.Record(new Fact.Mark(held, 500, 500_000));

        driver.Restart();

        Assert.Equal(new Money(500), Bill.Payment.Total());
    }

    [Fact]
    public void A_pour_of_any_size_fits_into_what_the_journal_keeps_back()
    {
        const int closingFacts = 10;

        Assert.True(
            PourSetup.LargestPourMicrolitres / PourSetup.MarkMicrolitres + closingFacts <=
            new JournalOptions().Reserved);
    }

    [Fact]
    public void The_journal_s_fold_is_what_is_remembered()
    {
        driver.Tap(Guest);
        driver.Count(40);
        Assert.Equal(driver.Folded(), driver.State.Past);

        driver.Closed(60);

        Assert.Equal(driver.Folded(), driver.State.Past);
    }
}
