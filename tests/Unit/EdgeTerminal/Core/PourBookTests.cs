using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.DrinkStations;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>What records of pours say for the books: foam, tax, allowances, the meter's total.</summary>
public class PourBookTests
{
    private static readonly PourSetup Alcohol = Of(tap => tap with
    {
        Product = Draught with { Allowance = "alcohol" },
    });

    private static readonly TerminalLimits ThreeADay = Generous with
    {
        Allowances = [new AllowanceLimit("alcohol", 3, PerDayMinor: 0, PerDayUnknown: 1)],
    };

    private TerminalDriver driver = DrinkStations.Open(DrinkStations.Setup(), Card(Guest, "TLF 10000"));

    private Fact.Hold Hold => Assert.IsType<Fact.Hold>(driver.LastFact);

    private Fact.Capture Bill => Assert.IsType<Fact.Capture>(driver.LastFact);

    [Fact]
    public void Foam_is_not_billed_and_the_hold_says_how_much_it_is()
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Tap with { FoamBasisPoints = 1_000 }), Card(Guest, "TLF 10000"), Card(Other, "TLF 63"));
        driver.Tap(Guest);
        Assert.Equal((new Money(315), 1_000), (Hold.Payment.Total(), Hold.Terms!.FoamBasisPoints));

        driver.Closed(200);
        Assert.Equal((500_000L, 450_000L, new Money(315)),
            (Bill.Microlitres, Bill.Sold!.BilledMicrolitres, Bill.Payment.Total()));

        // 63 cents pay for 9 cl, and 10 cl flow for them.
        driver.Finish();
        driver.Tap(Other);
        Assert.Equal(40, driver.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
    }

    [Fact]
    public void A_capture_says_what_was_sold_at_which_tax()
    {
        driver.Tap(Guest);
        driver.Closed(100);

        Assert.Equal((1, Draught.Id, 2_000), (Bill.Sold!.Tap, Bill.Sold.Product, Bill.Sold.TaxBasisPoints));
    }

    [Fact]
    public void A_release_says_what_flowed()
    {
        driver.Tap(Guest);
        driver.Closed(0);

        Assert.Equal(new PourFlowed(1, 0, 0, 0), Assert.IsType<Fact.Release>(driver.LastFact).Flowed);
    }

    [Fact]
    public void Every_record_of_a_pour_has_the_meter_s_total_and_what_dripped_between_shows_as_a_gap()
    {
        driver.Tap(Guest);
        driver.Count(40);
        driver.Closed(100);
        driver.Finish();
        driver.Drip(5);

        driver.Tap(Guest);
        Assert.Equal(105, Hold.Terms!.MeterTotal);
        driver.Count(40);
        Assert.Equal(145, Assert.IsType<Fact.Mark>(driver.LastFact).MeterTotal);
        driver.Closed(60);
        Assert.Equal(165, Bill.Sold!.MeterTotal);

        driver.Finish();
        driver.LosePower();
        driver.Tap(Guest);
        Assert.Equal(165, Hold.Terms!.MeterTotal);
    }

    /// <summary>Billed centilitres · pieces of 25 cl: each that was begun, but for a tenth</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(27, 1)]
    [InlineData(28, 2)]
    [InlineData(50, 2)]
    [InlineData(53, 3)]
    public void A_pour_uses_pieces_of_the_allowance(long centilitres, int pieces) => Assert.Equal(
        pieces, new PourTerms(1, 0, 0, Allowance: "alcohol", PieceMicrolitres: 250_000).Pieces(centilitres * 10_000));

    [Fact]
    public void What_was_poured_today_counts_against_the_allowance_here_and_elsewhere() // 205
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Alcohol, ThreeADay), Card(Guest, "TLF 10000") with { Age = AgeClass.Adult });
        var other = DrinkStations.Open(
            DrinkStations.Setup(Alcohol, ThreeADay), Card(Guest, "TLF 10000") with { Age = AgeClass.Adult });
        using var lines = new PeerJournal("tap-1");
        driver.Tap(Guest);
        driver.Closed(200);
        Assert.Equal(("alcohol", 2), (Bill.Sold!.Allowance, Bill.Sold.Pieces));
        other.Hear([.. driver.Journal.Select(record => lines.Write(record.Fact))]);
        driver.Finish();

        other.Tap(Guest);
        Assert.Equal(100, other.Orders.OfType<Effect.OpenValve>().Single().GrantPulses);
        driver.Tap(Guest);
        Assert.Equal(100, driver.Orders.OfType<Effect.OpenValve>().Last().GrantPulses);
        driver.Closed(100);
        driver.Finish();
        driver.Tap(Guest);
        Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    /// <summary>What the list knows of the guest's age · pulses that are granted; 0: refused</summary>
    [Theory]
    [InlineData(AgeClass.Adult, 200)]
    [InlineData(AgeClass.Unknown, 100)]
    [InlineData(AgeClass.Minor, 0)]
    public void An_allowance_may_differ_by_age(AgeClass age, long pulses) // 205
    {
        driver = DrinkStations.Open(
            DrinkStations.Setup(Alcohol, ThreeADay), Card(Guest, "TLF 10000") with { Age = age });

        driver.Tap(Guest);

        Assert.Equal(pulses, driver.Orders.OfType<Effect.OpenValve>().SingleOrDefault()?.GrantPulses ?? 0);
        if (pulses == 0)
            Assert.Equal(Reason.AllowanceUsed, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    [Fact]
    public void Pours_count_as_taps() // 403
    {
        var limits = Generous with { Uid = Generous.Uid with { VelocityTaps = 2 } };
        driver = DrinkStations.Open(DrinkStations.Setup(limits: limits), Card(Guest, "TLF 10000"));
        for (var pour = 0; pour < 2; pour++)
        {
            driver.Tap(Guest);
            driver.Closed(40);
            driver.Finish();
        }

        driver.Tap(Guest);

        Assert.Equal(Reason.Velocity, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }
}
