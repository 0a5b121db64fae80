using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What staff do at a tap: rinse, change kegs, calibrate, let a guest pour. A pulse is 2.5 ml.</summary>
public class StaffTapTests
{
    private TerminalDriver driver = DrinkStations.Open(
        DrinkStations.Setup(Of(tap => tap with { KegMicrolitres = 30_000_000 })), Card(Guest, "TLF 10000"));

    private Fact.Hold Hold => Assert.IsType<Fact.Hold>(driver.LastFact);

    private TapSums Sums => driver.State.Past.TapOf(1);

    [Fact]
    public void A_maintenance_card_draws_and_it_is_written_down_and_nobody_pays()
    {
        driver.Tap(Cellarman);
        var draw = Assert.IsType<Fact.Draw>(driver.LastFact);
        Assert.Equal((Site.Card(Cellarman), "maintenance", 1, 400L),
            (draw.Staff, draw.Purpose, draw.Tap, draw.PulsesPerLitre));
        Assert.IsType<Effect.OpenValve>(Assert.Single(driver.Orders));

        Assert.IsType<Fact.Mark>(Assert.Single(driver.Count(40).Facts));
        driver.Give(new Input.FieldEmptied());
        driver.Pass(1_500);
        driver.Closed(50);

        Assert.Equal(
            new Fact.Drawn(
                driver.Journal.Single(record => record.Fact is Fact.Draw).Position, "maintenance", "cardGone",
                new PourFlowed(1, 50, 50, 125_000)),
            driver.LastFact);
        Assert.DoesNotContain(driver.Journal, record => record.Fact.Movements().Any());
        Assert.Equal((0L, 50L), (Sums.KegPouredMicrolitres, Sums.MeterTotal));
        Assert.Empty(driver.State.Past.Pours);
    }

    [Fact]
    public void Rinsing_with_a_trickle_or_with_nothing_is_no_fault()
    {
        driver.Tap(Cellarman);
        for (var pulses = 1; pulses < 20; pulses++)
        {
            driver.Pass(500);
            driver.Count(pulses);
        }
        driver.Pass(9_000);
        Assert.Equal("Pouring", driver.Phase);
        driver.Pass(1_500);
        driver.Closed(20);

        Assert.Equal("noFlow", Assert.IsType<Fact.Drawn>(driver.LastFact).End);
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void A_power_cut_ends_what_staff_draw_at_the_last_mark()
    {
        driver.Tap(Cellarman);
        driver.Count(40);
        driver.Count(45);

        driver.LosePower();

        var drawn = Assert.IsType<Fact.Drawn>(driver.Journal.Last(record => record.Fact is Fact.Drawn).Fact);
        Assert.Equal(("powerCut", new PourFlowed(1, 40, 40, 100_000)), (drawn.End, drawn.Flowed));
        driver.LosePower();
        Assert.Single(driver.Journal, record => record.Fact is Fact.Drawn);
        Assert.Equal(driver.Folded(), driver.State.Past);
    }

    [Theory]
    [InlineData(CardClass.Uid, 105)]
    [InlineData(CardClass.Counter, 105)]
    [InlineData(CardClass.Aes, 0)]
    public void Whoever_can_copy_a_card_neither_draws_nor_does_staffs_work(CardClass proved, int reason)
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Tap with { LeastStaffClass = CardClass.Aes }), Card(Guest, "TLF 10000"));
        driver.Tap(Cellarman, proved);
        Assert.Equal(reason, RefusedFor());
        driver.Closed(40);
        driver.Finish();

        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(DrinkStations.Staff, proved);
        Assert.Equal(reason, RefusedFor());
        driver.Finish();

        driver.Give(new Input.FaultBegan(Fault.ValveLeaks, "for the test"));
        driver.Tap(DrinkStations.Staff, proved);
        Assert.Equal(reason == 0, driver.Phase == "Ready");
    }

    [Fact]
    public void On_an_expired_list_nobody_draws_and_nobody_puts_a_station_back_to_work() // 405
    {
        driver.Wait(2 * Clock.Hour);

        driver.Tap(Cellarman);
        Assert.Equal(405, RefusedFor());
        driver.Finish();
        driver.Give(new Input.WorkChosen(StaffWork.Approval));
        driver.Tap(DrinkStations.Staff);
        Assert.Equal(405, RefusedFor());
        driver.Finish();
        driver.Give(new Input.FaultBegan(Fault.MeterDead, "for the test"));
        driver.Tap(DrinkStations.Staff);

        Assert.Equal("OutOfService", driver.Phase);
    }

    [Fact]
    public void A_card_draws_no_more_than_its_litres_of_a_day_whatever_restarts_come_between() // 205
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Tap with { MostDrawnADayMicrolitres = 2_200_000 }), Card(Guest, "TLF 10000"));
        driver.Tap(Cellarman);
        driver.Closed(800);
        driver.Finish();
        driver.LosePower();
        driver.Confirm();

        driver.Tap(Cellarman);
        Assert.Equal(80, driver.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
        driver.Closed(80);
        driver.Finish();
        driver.Tap(Cellarman);
        Assert.Equal(205, RefusedFor());
        driver.Finish();
        Assert.Equal(driver.Folded(), driver.State.Past);

        driver.Wait(Clock.Day);
        driver.Trusted = true;
        driver.Confirm();
        driver.Tap(Cellarman);
        Assert.IsType<Fact.Draw>(driver.LastFact);
    }

    [Fact]
    public void With_a_full_journal_nobody_draws() // 501
    {
        driver.JournalHasRoom = false;

        driver.Tap(Cellarman);

        Assert.Equal(Reason.JournalFull, Assert.IsType<GuestScreen.Refused>(driver.Screen).Reason);
        Assert.Empty(driver.Orders);
    }

    [Fact]
    public void A_new_keg_is_stated_by_a_badge_and_counts_from_its_beginning()
    {
        driver.Tap(Guest);
        driver.Closed(200);
        driver.Finish();
        Assert.Equal(500_000, Sums.KegPouredMicrolitres);

        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(Guest);
        Assert.Equal(Reason.NotEntitled, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
        driver.Finish();
        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(Staff);

        Assert.Equal(new Fact.KegChanged(1, 200, Draught.Id, 30_000_000, Site.Card(Staff)), driver.LastFact);
        Assert.Equal((0L, 30_000_000L), (Sums.KegPouredMicrolitres, Sums.KegMicrolitres));
        driver.Restart();
        Assert.Equal(0, Sums.KegPouredMicrolitres);
    }

    /// <summary>Pulses and millilitres of each glass · pulses a litre behind them; 0: as before</summary>
    [Theory]
    [InlineData("100:250 100:250", 400)]
    [InlineData("100:240 100:240", 417)]
    [InlineData("100:240 101:240", 419)]
    [InlineData("100:240 110:240 100:240", 417)]
    [InlineData("100:240 104:240 100:240", 417)]
    [InlineData("100:230 100:250 100:270", 0)]
    [InlineData("100:100", 0)]
    [InlineData("100:600", 0)]
    [InlineData("45:90", 0)]
    public void Two_or_three_measured_glasses_calibrate_the_meter(string glasses, long expected)
    {
        driver.Give(new Input.WorkChosen(StaffWork.Calibration));
        foreach (var glass in glasses.Split(' '))
            Measure(glass);

        var calibrated = driver.Journal.Select(record => record.Fact).OfType<Fact.Calibrated>().SingleOrDefault();
        Assert.Equal(expected, calibrated?.PulsesPerLitre ?? 0);
        Assert.Equal("Shown", driver.Phase);
        driver.Finish();
        driver.Tap(Guest);
        Assert.Equal(expected == 0 ? 400 : expected, Hold.PulsesPerLitre);
        driver.Closed(100);
        driver.LosePower();
        driver.Tap(Guest);
        Assert.Equal(expected == 0 ? 400 : expected, Hold.PulsesPerLitre);
        Assert.Equal(driver.Folded(), driver.State.Past);
    }

    [Fact]
    public void What_is_written_down_later_counts_more_than_glasses_of_before()
    {
        driver.Record(new Fact.Calibrated(
            1, 0, 417, InsteadOf: 390,
            [new MeasuredGlass(default, 100, 240_000), new MeasuredGlass(default, 100, 240_000)], Site.Card(Staff)));

        driver.Tap(Guest);

        Assert.Equal(400, Hold.PulsesPerLitre);
    }

    [Fact]
    public void A_glass_that_nobody_measures_changes_nothing()
    {
        driver.Give(new Input.WorkChosen(StaffWork.Calibration));
        driver.Tap(Staff);
        driver.Closed(100);
        Assert.Equal("Measuring", driver.Phase);

        driver.Pass(120_000);

        Assert.Equal("Ready", driver.Phase);
        Assert.Null(Sums.PulsesPerLitre);
        Assert.Equal(250_000, Sums.KegPouredMicrolitres);
    }

    [Theory]
    [InlineData(AgeClass.Adult, true)]
    [InlineData(AgeClass.Unknown, true)]
    [InlineData(AgeClass.Minor, false)]
    public void Staff_let_a_guest_pour_once_beyond_allowance_and_unknown_age(AgeClass age, bool lets) // 203, 205
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2)] };
        driver = DrinkStations.Open(
            DrinkStations.Setup(
                Of(tap => tap with { Product = Draught with { Allowance = "alcohol", AdultsOnly = true } }), limits),
            Card(Guest, "TLF 10000") with
            {
                Age = age, AllowancesUsed = [new AllowanceUse("alcohol", limits.DayOf(Clock.Noon), 2)],
            });
        var reason = age == AgeClass.Adult ? Reason.AllowanceUsed : Reason.AgeClass;
        Refuses(reason);

        driver.Give(new Input.WorkChosen(StaffWork.Approval));
        driver.Tap(Staff);
        driver.Tap(Guest);

        if (lets)
        {
            Assert.Equal(Site.Card(Staff), Hold.Terms!.ApprovedBy);
            Assert.Equal(200, driver.Orders.OfType<Effect.OpenValve>().Single().GrantPulses);
            driver.Closed(200);
        }
        driver.Finish();
        Refuses(reason);
    }

    /// <summary>Not for adults only, but a minor's allowance of it is none.</summary>
    [Fact]
    public void Staff_let_no_minor_pour_beyond_the_allowance_of_minors() // 205
    {
        var limits = Generous with { Allowances = [new AllowanceLimit("alcohol", 2) { PerDayMinor = 0 }] };
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(tap => tap with { Product = Draught with { Allowance = "alcohol" } }), limits),
            Card(Guest, "TLF 10000") with { Age = AgeClass.Minor });
        driver.Give(new Input.WorkChosen(StaffWork.Approval));
        driver.Tap(Staff);

        Refuses(Reason.AllowanceUsed);

        Assert.Empty(driver.Orders.OfType<Effect.OpenValve>());
    }

    [Fact]
    public void An_approval_that_nobody_uses_goes()
    {
        driver.Give(new Input.WorkChosen(StaffWork.Approval));
        driver.Tap(Staff);
        driver.Pass(20_000);

        driver.Tap(Guest);

        Assert.Null(Hold.Terms!.ApprovedBy);
    }

    private int RefusedFor() => driver.LastFact is Fact.Refusal refusal ? (int)refusal.Reason : 0;

    private void Refuses(Reason reason)
    {
        driver.Tap(Guest);
        Assert.Equal(reason, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
        driver.Finish();
    }

    /// <summary>Draws a glass, enters what is in it, and accepts.</summary>
    private void Measure(string glass)
    {
        var (pulses, millilitres) = (long.Parse(glass.Split(':')[0]), long.Parse(glass.Split(':')[1]));
        driver.Tap(Staff);
        driver.Give(new Input.FieldEmptied());
        driver.Pass(1_500);
        driver.Closed(pulses);
        while (driver.State.Present.Phase is PourPhase.Measuring on &&
            on.Glass.Microlitres / 1_000 is var shown && shown != millilitres)
            driver.Give(new Input.VolumeChanged(shown < millilitres ? 1 : -1));
        driver.Give(new Input.WorkChosen(StaffWork.Calibration));
    }
}
