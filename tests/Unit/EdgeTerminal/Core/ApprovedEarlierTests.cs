using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>The power goes, or the display does, between the journal and the guest's eyes.</summary>
public class ApprovedEarlierTests
{
    private readonly TerminalDriver bar = Open(Setup(), Card(Guest, "TLF 1000"), Card(Other, "TLF 1000"));

    [Fact]
    public void A_sale_that_nobody_saw_is_shown_as_approved_earlier_and_not_charged_again()
    {
        CutInMidTap();
        bar.Give(new Input.ArticleChosen(Beer));

        bar.Tap(Guest);

        Assert.Equal(Amounts("TLF 650"), Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen).Left);
        Assert.Equal(Cue.Noticed, bar.Cue);
        Assert.Equal(1, Sales());
    }

    [Fact]
    public void Once_seen_the_next_is_another_purchase()
    {
        CutInMidTap();
        Buy(Guest, Beer);
        Assert.Equal(1, Sales());

        Buy(Guest, Beer);

        Assert.Equal(2, Sales());
    }

    [Fact]
    public void A_sale_that_was_seen_before_the_cut_is_not_given_again()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());
        bar.LosePower();

        Buy(Guest, Beer);

        Assert.Equal(2, Sales());
    }

    [Fact]
    public void Another_basket_is_another_purchase()
    {
        CutInMidTap();

        Buy(Guest, Syrup);

        Assert.Equal(2, Sales());
    }

    [Fact]
    public void Another_card_pays_for_itself()
    {
        CutInMidTap();

        Buy(Other, Beer);

        Assert.Equal(2, Sales());
    }

    [Theory]
    [InlineData(10 * Clock.Minute, 1)]
    [InlineData(10 * Clock.Minute + 1, 2)]
    public void It_is_remembered_for_ten_minutes_of_power(long milliseconds, int sales)
    {
        CutInMidTap();
        bar.Wait(milliseconds);

        Buy(Guest, Beer);

        Assert.Equal(sales, Sales());
    }

    [Fact]
    public void A_second_cut_before_it_could_be_shown_again_changes_nothing()
    {
        CutInMidTap();
        bar.Give(new Input.ArticleChosen(Beer));
        bar.GiveAndLosePower(bar.Presented(Guest));

        Buy(Guest, Beer);

        Assert.Equal(1, Sales());
    }

    [Fact]
    public void A_display_that_never_answered_counts_as_not_seen()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Wait(3_000);
        bar.Give(new Input.TimePassed());
        bar.Give(new Input.ArticleChosen(Beer));

        bar.Tap(Guest);

        Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen);
        Assert.Equal(1, Sales());
    }

    /// <summary>The ledger has said another price meanwhile, or it was on the disk and waited for the start.</summary>
    [Theory]
    [InlineData(400, 2_000)]
    [InlineData(350, 550)]
    public void Another_price_is_no_other_purchase_and_what_was_paid_is_shown(long price, int tax)
    {
        CutInMidTap();
        bar.Give(new Input.ArticleChosen(Beer with { Price = new Money(price), TaxBasisPoints = tax }));

        bar.Tap(Guest);

        Assert.Equal(1, Sales());
        var sold = bar.Journal.Select(record => record.Fact).OfType<Fact.Sale>().Single().Basket;
        Assert.Equal(sold, Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen).Basket.Lines);
    }

    [Fact]
    public void A_card_that_was_blocked_since_is_not_told_its_balance()
    {
        CutInMidTap();
        bar.ApplyList(2, 0, Card(Guest, "TLF 1000") with { State = CardState.Blocked });
        bar.Give(new Input.ArticleChosen(Beer));

        bar.Tap(Guest);

        Assert.Empty(Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen).Left);
    }

    private void CutInMidTap()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.GiveAndLosePower(bar.Presented(Guest));
        Assert.Null(bar.Cue);
        Assert.Equal(1, Sales());
    }

    private void Buy(string uid, Article article)
    {
        bar.Give(new Input.ArticleChosen(article));
        bar.Tap(uid);
        Assert.NotEqual(Cue.Refused, bar.Cue);
        bar.Finish();
    }

    private int Sales() => bar.Journal.Count(record => record.Fact is Fact.Sale);
}
