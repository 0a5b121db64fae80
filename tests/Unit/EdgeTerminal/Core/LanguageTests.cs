using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>A guest is spoken to in the language of the card, and the next in the terminal's own again.</summary>
public class LanguageTests
{
    private static readonly LanguageTag French = LanguageTag.Parse("fr");

    private static readonly CardEntry Speaking = Card(Guest, "TLF 1000") with { Language = French };

    [Fact]
    public void An_approval_is_in_the_cards_language_and_the_amount_before_it_is_not()
    {
        var kiosk = Open(Setup(), Speaking);
        kiosk.Give(new Input.ArticleChosen(Beer));
        Assert.Null(kiosk.Screen!.Language);

        kiosk.Tap(Guest);
        Assert.Equal(French, Assert.IsType<GuestScreen.Approved>(kiosk.Screen).Language);

        kiosk.Finish();
        Assert.Equal(new GuestScreen.Ready(), kiosk.Screen);
        Assert.Null(kiosk.State.Present.Language);
    }

    [Fact]
    public void A_refusal_and_a_balance_are_in_the_cards_language()
    {
        var kiosk = Open(Setup(), Speaking with { Balances = [] });
        kiosk.Tap(Guest);
        Assert.Equal(French, Assert.IsType<GuestScreen.Balance>(kiosk.Screen).Language);
        kiosk.Finish();
        kiosk.Give(new Input.ArticleChosen(Beer));
        kiosk.Tap(Guest);

        Assert.Equal(French, Assert.IsType<GuestScreen.Refused>(kiosk.Screen).Language);
    }

    [Fact]
    public void The_next_card_without_a_language_is_told_in_the_terminals()
    {
        var kiosk = Open(Setup(), Speaking, Card(Other, "TLF 1000"));
        kiosk.Tap(Guest);

        kiosk.Tap(Other);

        Assert.Null(Assert.IsType<GuestScreen.Balance>(kiosk.Screen).Language);
    }

    [Fact]
    public void Two_cards_have_no_language()
    {
        var kiosk = Open(Setup(), Speaking);
        kiosk.Tap(Guest);

        kiosk.Give(new Input.SeveralCardsPresented(JournalHasRoom: true));

        Assert.Null(Assert.IsType<GuestScreen.Refused>(kiosk.Screen).Language);
    }

    [Fact]
    public void Who_did_not_go_through_is_told_so_in_the_cards_language_seconds_later()
    {
        var gate = Gates.OpenGate(null, Speaking);
        gate.Tap(Guest);
        gate.Rest();
        gate.Tap(Guest);
        Assert.Equal(French, Assert.IsType<GuestScreen.GoIn>(gate.Screen).Language);

        gate.Wait(Gates.WayIn.PassageMilliseconds);
        gate.Give(new Input.TimePassed());
        gate.Wait(Gates.WayIn.LockingMilliseconds);
        gate.Give(new Input.TimePassed());

        Assert.Equal(French, Assert.IsType<GuestScreen.NotPassed>(gate.Screen).Language);
    }

    [Fact]
    public void A_pour_is_told_in_the_language_of_the_card_that_began_it_whoever_ends_it()
    {
        var tap = DrinkStations.Open(DrinkStations.Setup(), Speaking);
        tap.Tap(Guest);
        tap.Count(40);
        Assert.Equal(French, Assert.IsType<GuestScreen.Pouring>(tap.Screen).Language);

        tap.Tap(DrinkStations.Staff);
        tap.Closed(40);

        Assert.Equal(French, Assert.IsType<GuestScreen.Poured>(tap.Screen).Language);
    }
}
