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

    private static void Buy(TerminalDriver driver)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
    }
}
