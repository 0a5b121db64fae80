using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Kegs that end, valves that drip, and staff who put that right. A pulse is 2.5 ml.</summary>
public class KegTests
{
    private TerminalDriver driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 10000"));

    private bool IsKegEmpty => driver.State.Past.Faults.Contains(Fault.KegEmpty);

    [Fact]
    public void A_trickle_is_an_empty_keg()
    {
        driver.Tap(Guest);
        Flow(milliseconds: 6_000, pulsesASecond: 3);

        Assert.Equal("Closing", driver.Phase);
        driver.Closed(12);

        Assert.Equal("tooSlow", LastEnd());
        Assert.True(IsKegEmpty);
    }

    [Fact]
    public void A_good_flow_is_none()
    {
        driver.Tap(Guest);

        Flow(milliseconds: 12_000, pulsesASecond: 5);

        Assert.Equal("Pouring", driver.Phase);
    }

    [Fact]
    public void Who_pauses_has_not_emptied_the_keg()
    {
        driver.Tap(Guest);
        Flow(milliseconds: 2_000, pulsesASecond: 20);
        driver.Pass(7_000);
        Flow(milliseconds: 2_000, pulsesASecond: 20);

        Assert.Equal("Pouring", driver.Phase);
    }

    [Fact]
    public void An_empty_keg_stays_empty_until_staff_have_been_there()
    {
        EmptyKeg();
        driver.Restart();
        driver.Confirm();
        Assert.Equal("OutOfService", driver.Phase);

        driver.Tap(Guest);
        Assert.Equal("OutOfService", driver.Phase);
        driver.Tap(Staff);

        Assert.Equal("Ready", driver.Phase);
        Assert.Equal(new Fact.FaultCleared("KegEmpty"), driver.LastFact);
    }

    [Fact]
    public void Without_a_badge_of_staff_nobody_puts_it_back_to_work()
    {
        driver = DrinkStations.Open(DrinkStations.Setup(Tap with { StaffBadge = null }), Card(Guest, "TLF 10000"));
        EmptyKeg();

        driver.Tap(Staff);

        Assert.Equal("OutOfService", driver.Phase);
    }

    [Fact]
    public void Another_fault_is_not_theirs()
    {
        driver.Give(new Input.FaultBegan(Fault.RolledBack, "planned"));

        Assert.NotNull(driver.Tap(Staff).Ignored);
    }

    [Fact]
    public void A_keg_that_is_counted_bounds_the_pour_and_ends()
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Of(tap => tap with { KegMicrolitres = 700_000 })), Card(Guest, "TLF 10000"));
        driver.Tap(Guest);
        driver.Closed(200);
        driver.Finish();

        driver.Tap(Guest);
        Assert.Equal(80, driver.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
        driver.Closed(61);
        driver.Finish();

        Assert.True(IsKegEmpty);
        Assert.Equal("OutOfService", driver.Phase);
        driver.Tap(Staff);
        driver.Tap(Guest);
        Assert.Equal(200, driver.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
    }

    [Fact]
    public void Drops_are_no_leak_and_more_is_one()
    {
        Assert.NotNull(driver.Drip(7).Ignored);

        driver.Drip(8);

        Assert.Equal(Fault.ValveLeaks, Assert.Single(driver.State.Past.Faults));
        Assert.Equal("OutOfService", driver.Phase);
        Assert.Equal([new Effect.CloseValve(1)], driver.Orders);
    }

    /// <summary>What is told counts what flowed within a minute; staff may have mended it within that minute.</summary>
    [Fact]
    public void What_leaked_before_staff_mended_it_is_no_leak_again()
    {
        driver.Drip(100);
        driver.Tap(Staff);
        Assert.Empty(driver.State.Past.Faults);

        Assert.NotNull(driver.Give(new Input.PulsesWhileShut(107, 1, 107)).Ignored);
        driver.Give(new Input.PulsesWhileShut(108, 1, 108));

        Assert.Equal(Fault.ValveLeaks, Assert.Single(driver.State.Past.Faults));
    }

    /// <summary>Whoever pours with an unknown card is bounded like who buys with one.</summary>
    [Fact]
    public void What_unknown_cards_pour_counts_against_their_day()
    {
        var limits = Generous with
        {
            UnknownCards = new UnknownCardRules(
                UnknownCardPolicy.Allow, AssetId.Parse("TLF"), new Money(300), new Money(400)),
        };
        driver = DrinkStations.Open(DrinkStations.Setup(limits: limits), Card(Guest, "TLF 10000"));
        driver.Tap(Other);
        Assert.Equal(new Money(300), Assert.IsType<Fact.Hold>(driver.LastFact).Payment.Total());
        driver.Closed(120);
        driver.Finish();

        driver.Tap("04112233445566");

        Assert.Equal(new Money(190), Assert.IsType<Fact.Hold>(driver.LastFact).Payment.Total());
    }

    private void EmptyKeg()
    {
        driver.Tap(Guest);
        Flow(milliseconds: 6_000, pulsesASecond: 3);
        driver.Closed(12);
        driver.Finish();
    }

    private void Flow(int milliseconds, int pulsesASecond)
    {
        var before = driver.State.Present.Phase is PourPhase.Pouring on ? on.Flow.Pulses : 0;
        for (var passed = 100; passed <= milliseconds && driver.Phase == "Pouring"; passed += 100)
        {
            driver.Pass(100);
            driver.Count(before + (long)passed * pulsesASecond / 1_000);
        }
    }

    private string LastEnd() => driver.Journal.Select(row => row.Fact).OfType<Fact.Capture>().Last().End;
}
