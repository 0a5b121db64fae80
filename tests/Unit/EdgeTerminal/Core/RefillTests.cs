using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Cash and deposits that become money on a card, within the caps of the enrolment.</summary>
public class RefillTests
{
    private readonly TerminalDriver till =
        OpenTill(TillOf(), Card(Guest, "TLF 1000"), Card(Other, "TLF 0"));

    [Fact]
    public void Cash_goes_on_the_guests_card_and_the_fact_names_who_took_it()
    {
        Refill("2000", Guest);

        var refill = Assert.Single(till.Journal.Select(record => record.Fact).OfType<Fact.Refill>());
        Assert.Equal(Site.Card(ManagersCard), refill.Staff);
        Assert.Equal(new Payment(Site.Card(Guest), WalletOf(Guest), [.. Amounts("TLF 2000")]), refill.Payment);
        Assert.Equal(Amounts("TLF 3000"), Assert.IsType<GuestScreen.StaffDone>(till.Screen).Left);
        till.Press("c");
        Assert.Equal(3000, till.BalanceOf(Guest));
    }

    [Fact]
    public void What_was_given_when_the_power_went_is_told_and_not_given_again()
    {
        till.SignIn();
        till.Press("12000");
        till.GiveAndLosePower(till.Presented(Guest));
        till.Confirm();
        Refill("2000", Guest);

        Assert.True(Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
        Assert.Equal(Cue.Noticed, till.Cue);
        Assert.Equal(1, Refills());
    }

    [Fact]
    public void Whoever_was_told_so_and_does_it_again_means_it()
    {
        till.SignIn();
        till.Press("12000");
        till.GiveAndLosePower(till.Presented(Guest));
        till.Confirm();
        Refill("2000", Guest);
        Assert.True(Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
        till.Press("12000");
        till.Tap(Guest);

        Assert.Equal(2, Refills());
    }

    [Fact]
    public void What_was_seen_is_not_done_before_whatever_restarts_come()
    {
        Refill("2000", Guest);
        var refill = till.Journal.Single(record => record.Fact is Fact.Refill).Position;
        Assert.Equal(new Fact.SaleShown(refill), till.LastFact);
        Assert.NotNull(till.Give(new Input.VerdictShown()).Ignored);

        till.Restart();
        till.Confirm();
        Refill("2000", Guest);

        Assert.False(Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
        Assert.Equal(2, Refills());
    }

    /// <summary>Nobody has seen it, and whoever comes hours later comes for another.</summary>
    [Theory]
    [InlineData(9 * Clock.Minute, true)]
    [InlineData(11 * Clock.Minute, false)]
    public void Over_a_restart_the_time_counts_where_it_is_known(long later, bool isOfBefore)
    {
        till.SignIn();
        till.Press("12000");
        till.Tap(Guest);
        till.Wait(later);
        till.LosePower();
        till.Trusted = true;
        till.Confirm();
        Refill("2000", Guest);

        Assert.Equal(isOfBefore, Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
    }

    [Theory]
    [InlineData("2001", Guest)]
    [InlineData("2000", Other)]
    public void Another_amount_or_card_is_another_refill(string cents, string uid)
    {
        till.SignIn();
        till.Press("12000");
        till.GiveAndLosePower(till.Presented(Guest));
        till.Confirm();
        Refill(cents, uid);

        Assert.Equal(2, Refills());
    }

    [Fact]
    public void What_was_given_without_a_clock_is_of_the_first_day_that_is_known_and_of_no_other()
    {
        till.LosePower();
        Refill("5000", Guest);
        till.Press("c");
        Refill("3000", Other);
        till.Press("c");
        Assert.Equal(2, Refills());
        till.Trusted = true;
        till.ApplyList(
            2, till.Journal.Count, Card(Guest, "TLF 6000"), Card(Other, "TLF 3000"),
            Manager with
            {
                Entitlements = [Manager.Entitlements[0] with { ThroughMilliseconds = long.MaxValue / 2000 }],
            });
        till.Confirm();
        Refill("100", Other);
        Assert.Equal(Reason.CreditADay, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        till.Press("c");

        till.Wait(Clock.Day);
        till.Confirm();
        Refill("100", Other);
        Assert.Equal(3, Refills());
    }

    [Fact]
    public void A_colleague_who_does_it_again_after_the_power_went_is_told_that_it_was_done()
    {
        till.SignIn();
        till.Press("12000");
        till.GiveAndLosePower(till.Presented(Guest));
        till.Confirm();
        AsWaiter("12000", Guest);

        Assert.True(Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
        Assert.Equal(1, Refills());
    }

    [Fact]
    public void What_the_display_did_not_show_is_told_and_not_given_again_in_the_same_boot()
    {
        till.SignIn();
        till.Press("12000");
        till.Tap(Guest);
        till.Give(new Input.FaultBegan(Fault.PanelLost, "for the test"));
        till.Give(new Input.FaultEnded(Fault.PanelLost));
        Refill("2000", Guest);

        Assert.True(Assert.IsType<GuestScreen.StaffDone>(till.Screen).IsOfBefore);
        Assert.Equal(1, Refills());
        till.Press("12000");
        till.Tap(Guest);
        Assert.Equal(2, Refills());
    }

    [Fact]
    public void After_ten_minutes_nobody_comes_back_for_it()
    {
        till.SignIn();
        till.Press("12000");
        till.Tap(Guest);
        till.Wait(10 * Clock.Minute + 1);
        till.Confirm();
        till.Give(new Input.TimePassed());
        Refill("2000", Guest);

        Assert.Equal(2, Refills());
    }

    [Fact]
    public void Without_a_restart_the_same_again_is_meant()
    {
        Refill("2000", Guest);
        till.Press("12000");
        till.Tap(Guest);

        Assert.Equal(2, Refills());
    }

    [Fact]
    public void The_amount_is_on_the_display_before_the_tap()
    {
        till.SignIn();
        till.Press("11250");

        Assert.Equal(new GuestScreen.StaffAsked(new StaffAct.Refill(new Money(1250))), till.Screen);
    }

    [Fact]
    public void A_card_that_is_still_there_is_served_once()
    {
        Refill("2000", Guest);

        Assert.NotNull(till.Tap(Guest).Ignored);
        Assert.Equal("AtWork", till.Phase);
    }

    [Fact]
    public void More_than_the_cap_of_one_act_is_refused_by_number()
    {
        Refill("5001", Guest);

        Assert.Equal(Reason.CreditAtOnce, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void More_than_a_staff_card_may_give_in_a_day_is_refused_and_the_next_day_may_again()
    {
        Refill("5000", Guest);
        till.Press("c");
        Refill("3001", Other);
        Assert.Equal(Reason.CreditADay, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        till.Press("c");

        till.ApplyList(
            2, watermark: till.Journal.Count, Card(Guest, "TLF 6000"), Card(Other, "TLF 0"),
            Manager with
            {
                Entitlements = [Manager.Entitlements[0] with { ThroughMilliseconds = long.MaxValue / 2000 }],
            });
        till.Wait(Clock.Day);
        till.Confirm();
        Refill("3001", Other);
        Assert.Equal(2, Refills());
    }

    [Fact]
    public void A_restart_does_not_give_a_day_back()
    {
        Refill("5000", Guest);
        till.LosePower();
        till.Confirm();
        Refill("3001", Other);

        Assert.Equal(Reason.CreditADay, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void What_all_staff_give_before_a_list_shows_it_is_bounded_whoever_gives_it()
    {
        Refill("5000", Guest);
        till.Press("c");
        AsWaiter("13000", Other);
        Assert.IsType<Fact.Refill>(till.LastFact);
        till.Press("c");
        AsWaiter("12001", Guest);
        Assert.Equal(Reason.CreditTotal, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        till.Press("c");

        till.ApplyList(2, till.Journal.Count, Card(Guest, "TLF 6000"), Card(Other, "TLF 3000"), Manager, Waiter);
        AsWaiter("12001", Guest);
        Assert.IsType<Fact.Refill>(till.LastFact);
    }

    [Fact]
    public void Nobody_refills_a_card_of_their_own()
    {
        till.SignIn();
        till.Press("12000");
        till.SignIn();

        Assert.Equal(Reason.NotAllowed, till.Answer());
    }

    [Theory]
    [InlineData("04112233445566", Reason.CardUnknown)]
    [InlineData("08123456", Reason.RandomUid)]
    public void A_card_that_cannot_get_it_is_refused_by_number(string uid, Reason reason)
    {
        Refill("2000", uid);

        Assert.Equal(reason, till.Answer());
        Assert.DoesNotContain(till.Journal, record => record.Fact is Fact.Refill);
    }

    [Fact]
    public void With_a_full_journal_nothing_is_given()
    {
        till.SignIn();
        till.Press("12000");
        till.JournalHasRoom = false;
        till.Tap(Guest);

        Assert.Equal(Reason.JournalFull, till.Answer());
        Assert.DoesNotContain(till.Journal, record => record.Fact is Fact.Refill);
    }

    [Fact]
    public void Cups_that_come_back_give_their_price()
    {
        till.SignIn();
        till.Press("33");
        Assert.Equal(new GuestScreen.StaffAsked(new StaffAct.Deposit(3, new Money(300))), till.Screen);
        till.Tap(Guest);

        var back = Assert.IsType<Fact.DepositReturn>(till.LastFact);
        Assert.Equal((3, new Money(300)), (back.Items, back.Payment.Total()));
        Assert.Equal(Site.Card(ManagersCard), back.Staff);
    }

    [Fact]
    public void Deposits_count_against_the_same_caps()
    {
        till.SignIn();
        till.Press("351");
        till.Tap(Guest);

        Assert.Equal(Reason.CreditAtOnce, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void A_cup_comes_with_the_beer_and_is_on_the_display()
    {
        till.Give(new Input.ArticleChosen(CupOfBeer));
        till.Give(new Input.ArticleChosen(CupOfBeer));

        Assert.Equal(
            Basket.Empty.Add(CupOfBeer).Add(Cup).Add(CupOfBeer).Add(Cup),
            Assert.IsType<GuestScreen.AmountDue>(till.Screen).Basket);
    }

    [Fact]
    public void An_article_whose_cup_has_no_room_is_not_chosen_at_all()
    {
        var full = Enumerable.Range(0, Basket.MostArticles - 1).Aggregate(
            Basket.Empty, (basket, index) => basket.Add(Beer with { Id = ArticleId.Parse($"a{index}") }));
        foreach (var (article, _) in full.Articles)
            till.Give(new Input.ArticleChosen(article));
        till.Give(new Input.ArticleChosen(CupOfBeer));

        Assert.Equal(full, Assert.IsType<GuestScreen.AmountDue>(till.Screen).Basket);
    }

    [Fact]
    public void A_knob_chooses_shows_the_price_and_adds_by_pressing()
    {
        till.Give(new Input.KnobTurned(1));
        Assert.Equal(Basket.Empty.Add(Beer), Due());
        till.Give(new Input.KnobTurned(1));
        Assert.Equal(Basket.Empty.Add(Syrup), Due());
        till.Give(new Input.Confirmed());
        Assert.Equal(Basket.Empty.Add(Syrup).Add(Syrup), Due());
        till.Give(new Input.KnobTurned(-1));
        Assert.Equal(Basket.Empty.Add(Syrup).Add(Beer), Due());
        till.Give(new Input.KnobTurned(-4));
        Assert.Equal(Basket.Empty.Add(Syrup).Add(CupOfBeer).Add(Cup), Due());

        Basket Due() => Assert.IsType<GuestScreen.AmountDue>(till.Screen).Basket;
    }

    private int Refills() => till.Journal.Count(record => record.Fact is Fact.Refill);

    private void Refill(string cents, string uid)
    {
        till.SignIn();
        till.Press($"1{cents}");
        till.Tap(uid);
        till.Give(new Input.VerdictShown());
    }

    private void AsWaiter(string keys, string uid)
    {
        till.Tap(WaitersCard);
        till.Press($"{WaitersPin}o{keys}");
        till.Tap(uid);
    }
}
