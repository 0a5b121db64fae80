using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A board without a battery starts in 1970.</summary>
public class UntrustedClockTests
{
    [Fact]
    public void A_clock_at_1970_refuses_nothing_is_recorded_as_untrusted_and_is_repaired_by_a_beat()
    {
        var driver = Open(Setup(), Card(Guest, "TLF 1000") with { ValidThroughMilliseconds = Clock.Noon + Clock.Day });
        driver.Wall = 0;
        driver.LosePower();
        Buy(driver);
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
        var sale = driver.Journal.Last(record => record.Fact is Fact.Sale);
        Assert.Equal((0, false), (sale.Stamp.WallMilliseconds, sale.Stamp.Trusted));
        driver.Finish();

        (driver.Wall, driver.Trusted) = (Clock.Noon + 2 * Clock.Day, true);
        driver.Confirm();
        Buy(driver);

        Assert.Equal(Reason.CardExpired, Assert.IsType<GuestScreen.Refused>(driver.Screen).Reason);
    }

    [Theory]
    [InlineData("sold all day", null, null, UntrustedTimeChoice.Refuse, null)]
    [InlineData("sold from noon", 720, 1200, UntrustedTimeChoice.Allow, null)]
    [InlineData("sold from noon", 720, 1200, UntrustedTimeChoice.Refuse, Reason.OutsideWindow)]
    [InlineData("sold at midnight, which it seems to be", 0, 60, UntrustedTimeChoice.Allow, null)]
    [InlineData("sold at midnight, which it seems to be", 0, 60, UntrustedTimeChoice.Refuse, Reason.OutsideWindow)]
    public void At_1970_hours_of_sale_go_by_the_enrolments_choice_and_never_by_the_clock(
        string what, int? from, int? until, UntrustedTimeChoice choice, Reason? expected)
    {
        Assert.NotEmpty(what);
        var limits = Generous with { UntrustedTime = Generous.UntrustedTime with { Window = choice } };
        var driver = Open(Setup(limits), Card(Guest, "TLF 1000"));
        (driver.Wall, driver.Trusted) = (0, false);
        SaleWindow? window = from is { } opens && until is { } closes ? new SaleWindow(opens, closes) : null;

        driver.Give(new Input.ArticleChosen(Beer with { Window = window }));
        driver.Tap(Guest);

        Assert.Equal(expected, (driver.LastFact as Fact.Refusal)?.Reason);
        var assumed = window is not null && expected is null ? new[] { TimedCheck.Window } : [];
        Assert.Equal(assumed, (driver.LastFact as Fact.Sale)?.Verdict.AssumedGood ?? []);
    }

    private static void Buy(TerminalDriver driver)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
    }
}
