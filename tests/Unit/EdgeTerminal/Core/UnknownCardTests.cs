using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

public class UnknownCardTests
{
    private static readonly TerminalLimits Allowing = Generous with
    {
        UnknownCards = new UnknownCardRules(
            UnknownCardPolicy.Allow, AssetId.Parse("TLF"), PerCard: new Money(700), PerDay: new Money(1000)),
    };

    private readonly TerminalDriver bar = Open(Setup(Allowing));

    [Fact]
    public void A_new_card_may_buy_up_to_its_amount()
    {
        Assert.IsType<Fact.Sale>(Buy(Guest));
        Assert.IsType<Fact.Sale>(Buy(Guest));

        Assert.Equal(Reason.CardUnknown, Assert.IsType<Fact.Refusal>(Buy(Guest)).Reason);
    }

    [Fact]
    public void It_is_booked_without_a_wallet_in_the_asset_of_the_policy()
    {
        var sale = Assert.IsType<Fact.Sale>(Buy(Guest));

        Assert.Equal(new Payment(Site.Card(Guest), null, [.. Amounts("TLF 350")]), sale.Payments[0]);
    }

    [Fact]
    public void All_new_cards_together_may_buy_up_to_the_total_of_a_day()
    {
        Buy(Guest);
        Buy(Other);
        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));

        bar.Wait(Clock.Day);
        bar.Confirm();

        Assert.IsType<Fact.Sale>(Buy("04112233445566"));
    }

    [Fact]
    public void A_clock_that_goes_back_does_not_give_the_total_back()
    {
        Buy(Guest);
        Buy(Other);

        bar.Wall -= 2 * Clock.Day;

        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));
    }

    [Fact]
    public void A_day_that_comes_twice_has_one_total()
    {
        Buy(Guest);
        bar.Wall -= Clock.Day;
        Buy(Other);
        bar.Wall += Clock.Day;

        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));
    }

    [Fact]
    public void A_wrong_clock_does_not_use_up_the_totals_of_years_to_come()
    {
        (bar.Wall, bar.Trusted) = (Clock.Noon + 2_000 * Clock.Day, false);
        Buy(Guest);
        Buy(Other);
        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));

        (bar.Wall, bar.Trusted) = (Clock.Noon + Clock.Day, true);
        bar.Confirm();

        Assert.IsType<Fact.Sale>(Buy("04112233445566"));
    }

    [Fact]
    public void Without_trusted_time_no_new_day_begins()
    {
        Buy(Guest);
        Buy(Other);

        (bar.Wall, bar.Trusted) = (bar.Wall + Clock.Day, false);

        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));
    }

    [Fact]
    public void The_sum_of_a_day_that_never_was_goes_on_in_the_day_that_it_is_and_ends_with_it()
    {
        bar.Wall += 2_000 * Clock.Day;
        Buy(Guest);
        Buy(Other);
        bar.Wall -= 2_000 * Clock.Day;
        Assert.IsType<Fact.Refusal>(Buy("04112233445566"));

        // 700 of 1,000 were spent: a syrup is in it.
        Assert.IsType<Fact.Sale>(Buy("04112233445567", Syrup));
        bar.Wall += Clock.Day;

        Assert.IsType<Fact.Sale>(Buy("04112233445566"));
    }

    [Fact]
    public void What_it_bought_counts_once_a_list_names_it()
    {
        bar.ApplyList(2, watermark: 0);
        Buy(Guest);

        bar.ApplyList(3, watermark: 0, Card(Guest, "TLF 500"));

        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(Buy(Guest)).Reason);
    }

    [Fact]
    public void An_article_that_is_paid_in_hours_needs_a_known_card()
    {
        bar.Give(new Input.ArticleChosen(Beer with { PaidWith = AssetCategory.Time }));
        bar.Tap(Guest);

        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(bar.LastFact).Reason);
    }

    private Fact Buy(string uid, Article? article = null)
    {
        bar.Give(new Input.ArticleChosen(article ?? Beer));
        bar.Tap(uid);
        var verdict = bar.LastFact!;
        bar.Finish();
        return verdict;
    }
}
