using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

public class KioskTests
{
    private readonly TerminalDriver bar = Open(Setup(), Card(Guest, "TNF 200, TLF 1000"), Card(Other, "TLF 100"));

    [Fact]
    public void The_amount_is_shown_before_the_tap_and_the_balance_left_after_it()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        var due = Assert.IsType<GuestScreen.AmountDue>(bar.Screen);
        Assert.Equal(new Money(350), due.Basket.Total);

        bar.Tap(Guest);

        var approved = Assert.IsType<GuestScreen.Approved>(bar.Screen);
        Assert.Equal(Cue.Approved, bar.Cue);
        Assert.Equal(Amounts("TNF 0, TLF 850"), approved.Left);
        var sale = Assert.IsType<Fact.Sale>(bar.LastFact);
        Assert.Equal(Amounts("TNF 200, TLF 150"), sale.Payments[0].Parts);
        Assert.Equal(WalletOf(Guest), sale.Payments[0].Wallet);
    }

    [Fact]
    public void A_basket_grows_by_keys_and_is_emptied_by_one()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Give(new Input.ArticleChosen(Syrup));
        bar.Give(new Input.ArticleChosen(Beer));
        Assert.Equal(new Money(850), Assert.IsType<GuestScreen.AmountDue>(bar.Screen).Basket.Total);

        bar.Give(new Input.BasketCleared());

        Assert.IsType<GuestScreen.Ready>(bar.Screen);
        Assert.Equal("Ready", bar.Phase);
    }

    [Fact]
    public void A_basket_that_nobody_pays_is_given_up()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Wait(59_999);
        Assert.NotNull(bar.Give(new Input.TimePassed()).Ignored);

        bar.Wait(1);
        bar.Give(new Input.TimePassed());

        Assert.Equal("Ready", bar.Phase);
    }

    [Fact]
    public void A_refusal_says_why_sounds_otherwise_and_is_recorded()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Other);

        var refused = Assert.IsType<GuestScreen.Refused>(bar.Screen);
        Assert.Equal(Reason.BalanceTooLow, refused.Reason);
        Assert.Equal(Amounts("TLF 100"), refused.Left!.Value);
        Assert.Equal(Cue.Refused, bar.Cue);
        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(bar.LastFact).Reason);
    }

    [Fact]
    public void A_verdict_goes_when_its_time_is_over()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());
        Assert.Equal("Shown", bar.Phase);

        bar.Wait(4_000);
        bar.Give(new Input.TimePassed());

        Assert.Equal("Ready", bar.Phase);
        Assert.IsType<GuestScreen.Ready>(bar.Screen);
    }

    [Fact]
    public void The_next_guest_need_not_wait_for_a_verdict_to_go()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());

        bar.Give(new Input.ArticleChosen(Syrup));

        Assert.Equal(new Money(150), Assert.IsType<GuestScreen.AmountDue>(bar.Screen).Basket.Total);
    }

    [Fact]
    public void A_card_alone_is_told_its_balance_and_nothing_is_recorded()
    {
        var records = bar.Journal.Count;

        bar.Tap(Guest);

        Assert.Equal(Amounts("TNF 200, TLF 1000"), Assert.IsType<GuestScreen.Balance>(bar.Screen).Left);
        Assert.Equal(Cue.Noticed, bar.Cue);
        Assert.Equal(records, bar.Journal.Count);
    }

    [Fact]
    public void Two_cards_at_once_are_refused_by_number()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Give(new Input.SeveralCardsPresented(JournalHasRoom: true));

        var refusal = Assert.IsType<Fact.Refusal>(bar.LastFact);
        Assert.Equal((Reason.TwoCards, null), (refusal.Reason, refusal.Card));
    }

    [Fact]
    public void Second_tap_within_the_window_is_not_charged()
    {
        var station = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());
        var records = station.Journal.Count;

        station.Wait(2_999);
        station.Tap(Guest);

        Assert.IsType<GuestScreen.Approved>(station.Screen);
        Assert.Equal(records, station.Journal.Count);
    }

    [Fact]
    public void Second_tap_after_the_window_is_another_purchase()
    {
        var station = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());

        station.Wait(3_000);
        station.Tap(Guest);

        Assert.Equal(Amounts("TLF 300"), Assert.IsType<GuestScreen.Approved>(station.Screen).Left);
    }

    [Fact]
    public void Another_card_within_the_window_is_another_purchase()
    {
        var station = Open(
            Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"), Card(Other, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());

        station.Tap(Other);

        Assert.Equal(2, station.Journal.Count(record => record.Fact is Fact.Sale));
    }

    [Fact]
    public void The_next_guest_who_takes_the_card_away_too_early_reads_the_price_and_not_the_last_ones_thanks()
    {
        var station = Open(
            Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"), Card(Other, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());
        station.Wait(3_500);

        station.Give(new Input.CardLeftEarly());

        Assert.Equal(Basket.Empty.Add(Beer), Assert.IsType<GuestScreen.HoldLonger>(station.Screen).Basket);
        station.Wait(3_999);
        Assert.NotNull(station.Give(new Input.TimePassed()).Ignored);
        station.Tap(Other);
        Assert.Equal(2, station.Journal.Count(record => record.Fact is Fact.Sale));
    }

    [Fact]
    public void Advice_over_a_verdict_goes_when_its_time_is_over()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());

        bar.Give(new Input.CardLeftEarly());
        Assert.True(Assert.IsType<GuestScreen.HoldLonger>(bar.Screen).Basket.IsEmpty);
        bar.Wait(4_000);
        bar.Give(new Input.TimePassed());

        Assert.IsType<GuestScreen.Ready>(bar.Screen);
    }

    [Fact]
    public void Whose_card_slipped_after_the_approval_does_not_pay_for_following_the_advice()
    {
        var station = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());
        var records = station.Journal.Count;
        station.Wait(2_999);
        station.Give(new Input.CardLeftEarly());

        station.Wait(3_999);
        station.Tap(Guest);

        Assert.IsType<GuestScreen.Approved>(station.Screen);
        Assert.Equal(records, station.Journal.Count);
    }

    [Fact]
    public void A_card_that_slips_and_is_read_badly_is_refused_and_not_charged_when_it_is_read_well()
    {
        var station = Open(
            Setup(kiosk: Bar with { FixedArticle = Beer }),
            Card(Guest, "TLF 1000") with { Class = CardClass.Aes });
        station.Tap(Guest, CardClass.Aes);
        station.Give(new Input.VerdictShown());
        station.Wait(500);

        station.Tap(Guest);
        Assert.IsType<GuestScreen.Refused>(station.Screen);
        station.Wait(500);
        station.Tap(Guest, CardClass.Aes);

        Assert.IsType<GuestScreen.Approved>(station.Screen);
        Assert.Single(station.Journal, record => record.Fact is Fact.Sale);
    }

    [Fact]
    public void Cards_taken_away_again_and_again_do_not_make_the_window_longer_for_ever()
    {
        var station = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"));
        station.Tap(Guest);
        station.Give(new Input.VerdictShown());
        for (var tries = 0; tries < 3; tries++)
        {
            station.Wait(2_500);
            station.Give(new Input.CardLeftEarly());
        }

        station.Tap(Guest);

        Assert.Equal(2, station.Journal.Count(record => record.Fact is Fact.Sale));
    }

    [Fact]
    public void A_verdict_gives_way_to_a_fault_when_a_card_is_taken_away_too_early()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);
        bar.Give(new Input.VerdictShown());
        bar.Give(new Input.FaultBegan(Fault.ReaderLost, "no answer"));

        bar.Give(new Input.CardLeftEarly());

        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
    }

    [Fact]
    public void A_key_replaces_the_fixed_article()
    {
        var station = Open(Setup(kiosk: Bar with { FixedArticle = Beer }), Card(Guest, "TLF 1000"));

        station.Give(new Input.ArticleChosen(Syrup));

        Assert.Equal(new Money(150), Assert.IsType<GuestScreen.AmountDue>(station.Screen).Basket.Total);
    }

    [Fact]
    public void Stopping_finishes_the_tap_in_hand()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Guest);

        bar.Give(new Input.StopRequested());
        Assert.False(bar.Ended);
        bar.Give(new Input.VerdictShown());

        Assert.True(bar.Ended);
        Assert.IsType<Fact.SaleShown>(bar.LastFact);
        Assert.IsType<GuestScreen.Closed>(bar.Screen);
    }

    [Fact]
    public void Stopping_takes_no_new_tap()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.Give(new Input.StopRequested());

        Assert.True(bar.Ended);
        Assert.NotNull(bar.Tap(Guest).Ignored);
    }
}
