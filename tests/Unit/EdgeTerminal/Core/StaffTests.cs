using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Who is staff, by which card and PIN, and for how long.</summary>
public class StaffTests
{
    private readonly TerminalDriver till = OpenTill(TillOf(), Card(Guest, "TLF 1000"));

    [Fact]
    public void A_card_that_proves_itself_opens_the_menu_of_what_its_badge_allows()
    {
        till.SignIn();

        Assert.Equal(
            StaffPowers.Refill | StaffPowers.Void | StaffPowers.Deposit | StaffPowers.Close,
            Assert.IsType<GuestScreen.StaffMenu>(till.Screen).Acts);
        Assert.Equal("AtWork", till.Phase);
    }

    [Fact]
    public void A_copy_of_its_uid_opens_nothing()
    {
        till.Tap(ManagersCard);

        Assert.Equal(Reason.ClassTooWeak, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void A_card_that_proves_nothing_needs_its_pin()
    {
        till.Tap(WaitersCard);
        Assert.IsType<GuestScreen.PinAsked>(till.Screen);

        till.Press($"{WaitersPin}o");

        Assert.Equal(
            StaffPowers.Refill | StaffPowers.Deposit, Assert.IsType<GuestScreen.StaffMenu>(till.Screen).Acts);
    }

    [Fact]
    public void What_is_typed_is_neither_shown_nor_printed()
    {
        till.Tap(WaitersCard);
        till.Press("2740");

        Assert.Equal(new GuestScreen.PinAsked(4), till.Screen);
        Assert.DoesNotContain("2740", $"{till.State.Present.Phase}", StringComparison.Ordinal);
        Assert.DoesNotContain("Pbkdf2", $"{Staff}", StringComparison.Ordinal);
        Assert.DoesNotContain(Staff.Pins[0].Hash, $"{Staff}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_is_compared_beside_the_loop_and_its_digits_are_kept_nowhere()
    {
        till.ComparesLater = true;
        till.Tap(WaitersCard);
        till.Press($"{WaitersPin}o");

        Assert.Equal("PinTyped", till.Phase);
        Assert.Equal(new GuestScreen.PinAsked(WaitersPin.Length) { IsCompared = true }, till.Screen);
        var attempt = Assert.IsType<Effect.TryPin>(Assert.Single(till.Orders));
        Assert.DoesNotContain(WaitersPin, $"{attempt}", StringComparison.Ordinal);
        Assert.DoesNotContain(
            typeof(KioskPhase.PinTyped).GetProperties(), property => property.PropertyType == typeof(TypedPin));
        Assert.NotNull(till.Give(new Input.BasketCleared()).Ignored);
        till.Give(attempt.Answer());
        Assert.Equal("AtWork", till.Phase);
    }

    [Fact]
    public void What_is_said_of_another_attempt_opens_nothing()
    {
        till.ComparesLater = true;
        till.Tap(WaitersCard);
        till.Press("000000o");
        till.Wait(10_000);
        till.Give(new Input.TimePassed());
        Assert.Equal("Ready", till.Phase);
        till.Tap(WaitersCard);
        till.Press("000000o");

        Assert.NotNull(till.Give(new Input.PinTried(till.Monotonic - 10_000, IsRight: true)).Ignored);
        Assert.Equal("PinTyped", till.Phase);
    }

    [Fact]
    public void Whoever_is_locked_while_the_pin_is_compared_does_not_get_in()
    {
        till.ComparesLater = true;
        till.Tap(WaitersCard);
        till.Press($"{WaitersPin}o");
        till.Record(new Fact.CardBlocked(Site.Card(WaitersCard), Site.Card(ManagersCard)));
        till.Give(Assert.IsType<Effect.TryPin>(Assert.Single(till.Orders)).Answer());

        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void A_wrong_pin_is_refused_by_number_and_recorded()
    {
        Try("000000");

        var refusal = Assert.IsType<Fact.Refusal>(till.LastFact);
        Assert.Equal((Reason.WrongPin, Site.Card(WaitersCard)), (refusal.Reason, refusal.Card));
        Assert.Equal("Ready", till.Phase);
    }

    [Fact]
    public void After_three_wrong_pins_the_card_is_locked_for_a_while_whatever_restarts_come_between()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Try("000000");
            till.Restart();
            till.Confirm();
        }

        till.Tap(WaitersCard);
        Assert.Equal(Reason.PinLocked, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        till.Finish();

        till.Wait(15 * Clock.Minute);
        till.Confirm();
        till.Tap(WaitersCard);
        Assert.Equal("PinAsked", till.Phase);
    }

    [Fact]
    public void The_lock_of_one_card_is_not_anothers()
    {
        for (var attempt = 0; attempt < 3; attempt++)
            Try("000000");

        till.SignIn();

        Assert.Equal("AtWork", till.Phase);
    }

    [Fact]
    public void Behind_its_last_day_a_badge_is_none()
    {
        till.Wait(Clock.Day + 1);
        till.Confirm();
        till.Tap(WaitersCard);

        Assert.IsType<GuestScreen.Balance>(till.Screen);
    }

    [Fact]
    public void A_staff_card_that_is_locked_opens_nothing()
    {
        till.Record(new Fact.CardBlocked(Site.Card(ManagersCard), Site.Card(WaitersCard)));
        till.SignIn();

        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void Whoever_is_locked_while_at_work_does_nothing_more()
    {
        till.SignIn();
        till.Record(new Fact.CardBlocked(Site.Card(ManagersCard), Site.Card(WaitersCard)));
        till.Press("1");

        Assert.Equal(Reason.CardBlocked, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        Assert.Equal("Refused", till.Phase);
    }

    [Fact]
    public void On_an_expired_list_nobody_works()
    {
        till.Wait(2 * Clock.Hour);
        till.SignIn();

        Assert.Equal(Reason.ListExpired, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
    }

    [Fact]
    public void What_a_badge_does_not_allow_is_refused_by_number()
    {
        till.Tap(WaitersCard);
        till.Press($"{WaitersPin}o4");

        Assert.Equal(Reason.NotAllowed, Assert.IsType<Fact.Refusal>(till.LastFact).Reason);
        Assert.Equal("AtWork", till.Phase);
    }

    [Fact]
    public void A_session_ends_by_time_by_key_by_a_guests_card_and_by_itself_however_busy_it_is()
    {
        till.SignIn();
        till.Wait(30_000);
        till.Give(new Input.TimePassed());
        Assert.Equal("Ready", till.Phase);

        till.SignIn();
        till.Press("c");
        Assert.Equal("Ready", till.Phase);

        till.SignIn();
        till.Tap(Guest);
        Assert.Equal("Ready", till.Phase);

        till.SignIn();
        for (var typed = 0; typed < 30; typed++)
        {
            till.Wait(20_000);
            till.Press(typed % 2 == 0 ? "1" : "c");
        }
        till.Give(new Input.TimePassed());
        Assert.Equal("Ready", till.Phase);
    }

    [Fact]
    public void Whoever_has_chosen_something_buys_it_staff_or_not()
    {
        till.Give(new Input.ArticleChosen(Beer));
        till.SignIn();

        Assert.IsType<Fact.Sale>(till.LastFact);
    }

    [Fact]
    public void Where_nobody_is_staff_a_badge_means_nothing()
    {
        var plain = Open(Setup(), Manager);
        plain.SignIn();

        Assert.IsType<GuestScreen.Balance>(plain.Screen);
    }

    [Fact]
    public void A_key_that_stands_for_an_article_is_a_digit_to_staff()
    {
        till.SignIn();
        till.Give(new Input.ArticleChosen(Beer) { Digit = 1 });

        Assert.Equal(new GuestScreen.StaffAsked(new StaffAct.Refill(Money.Zero)), till.Screen);
    }

    private void Try(string pin)
    {
        till.Tap(WaitersCard);
        till.Press($"{pin}o");
        till.Finish();
    }
}
