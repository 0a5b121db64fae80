using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Pours in which the meter counts nothing, at a station whose guests have a tap behind the valve.</summary>
public class SilentPourTests
{
    private readonly TerminalDriver driver = DrinkStations.Open(
        DrinkStations.Setup(Tap with { HasHandTap = true }), Card(Guest, "TLF 1000"), Card(Other, "TLF 1000"));

    [Fact]
    public void Three_pours_in_a_row_without_a_pulse_are_a_dead_meter_s_also_where_the_guest_has_a_tap()
    {
        PourNothing(3_000);
        PourNothing(10_000, Other);
        driver.Restart();
        driver.Confirm();
        Assert.Empty(driver.State.Past.Faults);
        PourNothing(3_000);

        Assert.Equal([Fault.MeterDead], driver.State.Past.Faults);
        driver.Finish();
        Assert.Equal("OutOfService", driver.Phase);
        driver.Tap(Staff);
        driver.Finish();
        PourNothing(10_000);
        Assert.Empty(driver.State.Past.Faults);
    }

    /// <summary>Whoever lays a card there by mistake, and whoever comes to the meter that moves.</summary>
    [Theory]
    [InlineData(2_999, 0)]
    [InlineData(5_000, 1)]
    [InlineData(5_000, 100)]
    public void Other_pours_between_are_none_of_a_dead_meter(long milliseconds, long pulses)
    {
        PourNothing(5_000);
        PourNothing(5_000, Other);
        driver.Tap(Guest);
        driver.Pass(milliseconds);
        driver.Closed(pulses);
        driver.Finish();
        Assert.Empty(driver.State.Past.Faults);

        PourNothing(5_000);
        Assert.Equal(pulses == 0, driver.State.Past.Faults.Contains(Fault.MeterDead));
    }

    /// <summary>Who does not find the tap tries again; that is no guest after guest.</summary>
    [Fact]
    public void One_guest_closes_no_station()
    {
        for (var again = 0; again < 5; again++)
            PourNothing(10_000);
        Assert.Empty(driver.State.Past.Faults);

        PourNothing(10_000, Other);
        Assert.Empty(driver.State.Past.Faults);
        PourNothing(10_000);
        Assert.Equal([Fault.MeterDead], driver.State.Past.Faults);
    }

    [Theory]
    [InlineData(300, false)]
    [InlineData(0, true)]
    public void What_staff_draw_shows_that_the_meter_moves(long pulses, bool isDead)
    {
        PourNothing(5_000);
        PourNothing(5_000, Other);
        driver.Tap(Cellarman);
        driver.Pass(5_000);
        driver.Closed(pulses);
        driver.Finish();

        PourNothing(5_000);
        Assert.Equal(isDead, driver.State.Past.Faults.Contains(Fault.MeterDead));
    }

    [Fact]
    public void A_new_keg_begins_the_count_anew()
    {
        PourNothing(5_000);
        PourNothing(5_000, Other);
        driver.Give(new Input.WorkChosen(StaffWork.KegChange));
        driver.Tap(Staff);
        driver.Finish();

        PourNothing(5_000);
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void What_a_start_settles_was_open_for_nobody_knows_how_long()
    {
        PourNothing(5_000);
        PourNothing(5_000, Other);
        driver.Tap(Guest);
        driver.Confirm();
        driver.Wait(60_000);
        driver.Restart();
        driver.Confirm();
        Assert.Equal(2, driver.State.Past.TapOf(1).SilentPours);

        PourNothing(5_000);
        Assert.Equal([Fault.MeterDead], driver.State.Past.Faults);
    }

    private void PourNothing(long milliseconds, string card = Guest)
    {
        driver.Tap(card);
        driver.Pass(milliseconds);
        driver.Closed(0);
        driver.Finish();
    }
}
