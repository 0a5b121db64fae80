using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Records have rotted that the ledger has: what they may have said must not matter.</summary>
public class UnreadableTests
{
    private static readonly TerminalLimits UnknownCardsToo = Generous with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(100_00), PerDay: new Money(10_00)),
    };

    private readonly TerminalDriver driver = Open(Setup(UnknownCardsToo), Card(Guest, "TLF 1000"));

    [Fact]
    public void Nothing_is_sold_until_a_list_has_them()
    {
        var lost = Sell(Guest);
        driver.Finish();
        Lose(lost);
        Buy(Guest);
        Assert.Equal(Reason.ListExpired, Refused());

        driver.Finish();
        driver.ApplyList(2, lost - 1, Card(Guest, "TLF 1000"));
        Buy(Guest);
        Assert.Equal(Reason.ListExpired, Refused());

        driver.Finish();
        driver.ApplyList(3, lost, Card(Guest, "TLF 650"));
        Buy(Guest);
        Assert.Equal(Amounts("TLF 300"), Assert.IsType<GuestScreen.Approved>(driver.Screen).Left);
    }

    [Fact]
    public void When_the_list_has_them_the_terminal_goes_on_selling_and_says_so()
    {
        var lost = Sell(Guest);
        driver.Finish();
        driver.ApplyList(2, lost, Card(Guest, "TLF 650"));
        Lose(lost);

        Buy(Guest);

        Assert.IsType<GuestScreen.Approved>(driver.Screen);
        Assert.Equal([Fault.JournalRot], driver.State.Past.Faults);
        driver.Rotten.Clear();
        driver.Restart();
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void Nobody_gets_a_beer_again_because_it_is_lost_that_he_has_seen_the_first()
    {
        Sell(Guest);
        driver.Finish();
        var shown = driver.Journal.Last(record => record.Fact is Fact.SaleShown).Position.Sequence;
        driver.ApplyList(2, shown, Card(Guest, "TLF 650"));
        Lose(shown);

        Buy(Guest);

        Assert.IsType<GuestScreen.Approved>(driver.Screen);
    }

    [Fact]
    public void Cards_that_no_list_has_may_spend_nothing_more_on_that_day()
    {
        var lost = Sell("04112233445566");
        driver.Finish();
        driver.ApplyList(2, lost, Card(Guest, "TLF 1000"));
        Lose(lost);

        Buy("04665544332211");
        Assert.Equal(Reason.CardUnknown, Refused());

        driver.Finish();
        driver.Wait(Clock.Day);
        driver.Confirm();
        Buy("04665544332211");
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
    }

    [Fact]
    public void A_start_that_is_lost_counts_as_one_without_a_beat_and_its_number_is_not_used_again()
    {
        driver.LosePower();
        var lost = driver.Journal.Last(record => record.Fact is Fact.BootStarted).Position.Sequence;
        Sell(Guest);
        driver.Finish();

        Lose(lost);

        Assert.Equal((3, 2), (driver.State.Past.Boots, driver.State.Past.BootsWithoutBeat));
        Assert.Equal(3, driver.Journal[^1].Stamp.Boot);
    }

    private void Buy(string uid)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(uid);
    }

    private long Sell(string uid)
    {
        Buy(uid);
        Assert.IsType<GuestScreen.Approved>(driver.Screen);
        return driver.Journal.Last(record => record.Fact is Fact.Sale).Position.Sequence;
    }

    private void Lose(long sequence)
    {
        driver.Rotten.Add(sequence);
        driver.Restart();
    }

    private Reason? Refused() => (driver.Screen as GuestScreen.Refused)?.Reason;
}
