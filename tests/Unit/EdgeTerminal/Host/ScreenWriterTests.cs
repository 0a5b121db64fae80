using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What a guest reads, read back from the pixels.</summary>
public class ScreenWriterTests
{
    private static readonly Basket OneBeer = Basket.Empty.Add(Beer);

    [Fact]
    public void The_amount_stands_large_before_the_tap() =>
        Reads(
            new GuestScreen.AmountDue(OneBeer.Add(Syrup)),
            Language.En,
            "To pay", "5.00 €", "1 × Bière\t3.50 €", "1 × Sirop\t1.50 €", "Hold your card here");

    [Fact]
    public void After_it_the_balance_left() =>
        Reads(
            new GuestScreen.Approved(OneBeer, [.. Amounts("TNF 0, TLF 850, TIM 4")]),
            Language.En,
            "Thank you", "3.50 €", "Left\t8.50 €", "Hours\t4");

    [Fact]
    public void Approved_earlier_says_that_nothing_is_charged() =>
        Reads(
            new GuestScreen.ApprovedEarlier(OneBeer, [.. Amounts("TLF 850")]),
            Language.Fr,
            "Déjà payé", "3,50 €", "Rien n'est débité en", "plus");

    [Fact]
    public void Whoever_is_to_hold_the_card_longer_still_sees_the_amount()
    {
        Reads(
            new GuestScreen.HoldLonger(OneBeer),
            Language.Fr,
            "À payer", "3,50 €", "Laissez la carte", "jusqu'au bip");
        Reads(
            new GuestScreen.HoldLonger(Basket.Empty), Language.En, "Welcome", "Hold the card until", "it beeps");
    }

    [Fact]
    public void Not_enough_money_says_what_there_is_and_what_is_wanted() =>
        Reads(
            new GuestScreen.Refused(Reason.BalanceTooLow, OneBeer, [.. Amounts("TLF 100")]),
            Language.En,
            "Not possible · 301", "Not enough money", "On the card\t1.00 €", "To pay\t3.50 €");

    [Fact]
    public void A_price_in_hours_is_not_shown_as_money() =>
        Assert.Contains(
            "2 Hours",
            Reading(
                new GuestScreen.AmountDue(Basket.Empty.Add(Beer with
                {
                    Price = new Money(2), PaidWith = AssetCategory.Time,
                })),
                Language.En).Text,
            StringComparison.Ordinal);

    [Fact]
    public void A_balance_below_zero_is_shown_as_such() =>
        Reads(new GuestScreen.Balance([.. Amounts("TLF -250")]), Language.En, "Your balance", "-2.50 €");

    [Fact]
    public void A_gate_says_what_entry_costs_before_the_tap() => Reads(
        new GuestScreen.WayIn(Gates.WayIn.Admissions, 2),
        Language.Fr,
        "Entrée · 2", "Journée\t10,00 €", "Membre\tgratuit", "Posez votre carte ici");

    [Fact]
    public void Whoever_has_not_enough_reads_what_is_missing() => Reads(
        new GuestScreen.SecondCardAsked([(null, new Money(200))], IsToHoldLonger: false),
        Language.Fr,
        "Reste à payer", "2,00 €", "Posez une deuxième", "carte");

    [Fact]
    public void Staff_read_what_they_may_do_and_by_which_digit() => Reads(
        new GuestScreen.StaffMenu(StaffPowers.Refill | StaffPowers.Void | StaffPowers.Close),
        Language.En,
        "Staff", "1 Refill", "2 Void last sale", "4 Closing");

    [Fact]
    public void Staff_read_the_amount_before_the_guests_card_and_what_it_has_after()
    {
        Reads(
            new GuestScreen.StaffAsked(new StaffAct.Refill(Money.Zero)),
            Language.En,
            "Refill", "0.00 €", "Type the cents");
        Reads(
            new GuestScreen.StaffAsked(new StaffAct.Refill(new Money(2000))),
            Language.En,
            "Refill", "20.00 €", "Guest's card here");
        Reads(
            new GuestScreen.StaffDone(new StaffAct.Refill(new Money(2000)), [.. Amounts("TLF 2500")]),
            Language.En,
            "Refill", "20.00 €", "On the card\t25.00 €", "Done");
    }

    [Fact]
    public void Staff_read_which_sale_is_taken_back_and_what_a_closing_comes_to()
    {
        Reads(
            new GuestScreen.StaffAsked(new StaffAct.VoidSale(
                new LastSale(
                    new RecordPosition(1, 7),
                    [new Payment(Site.Card(Guest), null, [.. Amounts("TLF 350")])],
                    [Beer.Line(1)],
                    0,
                    ""),
                [Beer.Name])),
            Language.En,
            "Void last sale", "3.50 €", "1 × Bière\t3.50 €", "ok: do it");
        Reads(
            new GuestScreen.StaffAsked(new StaffAct.Close(12, new Money(123_45))),
            Language.Fr,
            "Clôture · 12", "123,45 €", "ok : valider");
    }

    [Fact]
    public void A_gate_says_what_was_given_back() => Reads(
        new GuestScreen.NotPassed(1, new Money(500)), Language.En, "Nobody went in", "Given back\t5.00 €");

    [Fact]
    public void A_drink_station_says_what_a_litre_costs() =>
        Reads(
            new GuestScreen.PourReady(DrinkStations.Draught),
            Language.Fr,
            "Pression", "Le litre\t7,00 €", "Posez votre carte ici");

    [Fact]
    public void A_station_of_two_taps_says_what_each_costs_and_which_is_empty() =>
        Reads(
            new GuestScreen.TapsReady(
                [new Offer(1, DrinkStations.Draught, IsDry: false), new Offer(2, DrinkStations.Cider, IsDry: true)]),
            Language.Fr,
            "Le litre", "Pression\t7,00 €", "Cidre\tVide", "Choisissez un bec");

    [Fact]
    public void A_station_of_three_taps_has_room_for_all_of_them() =>
        Reads(
            new GuestScreen.TapsReady(
            [
                new Offer(1, DrinkStations.Draught, IsDry: false), new Offer(2, DrinkStations.Cider, IsDry: true),
                new Offer(3, DrinkStations.Draught, IsDry: false),
            ]),
            Language.En,
            "Choose a tap", "Pression\t7.00 €/l", "Cidre\tEmpty", "Pression\t7.00 €/l");

    [Theory]
    [InlineData(Reason.DeviceFault, "Please ask the staff", "502")]
    [InlineData(Reason.OutOfService, "Please ask the staff", "503")]
    public void A_station_that_is_closed_says_the_number_too(Reason reason, string line, string number) =>
        Reads(new GuestScreen.OutOfService(reason), Language.En, "Out of service", line, number);

    [Fact]
    public void Glasses_that_differ_change_nothing_and_say_so() =>
        Reads(
            new GuestScreen.MeterCalibrated(DrinkStations.Draught, null),
            Language.En,
            "Pression", "Calibration", "The glasses differ", "too much: nothing has", "changed");

    [Fact]
    public void What_a_calibrated_meter_counts_does_not_look_like_a_price() =>
        Reads(
            new GuestScreen.MeterCalibrated(DrinkStations.Draught, 412),
            Language.En,
            "Pression", "Calibration", "Pulses a litre\t412");

    [Fact]
    public void Whoever_pours_sees_how_much_and_for_how_much() =>
        Reads(
            new GuestScreen.Pouring(DrinkStations.Draught, 259_999, new Money(181), 500_000),
            Language.En,
            "Pour now", "0.25 l", "Pression\t1.81 €", "At most\t0.50 l", "Leave the card there");

    [Fact]
    public void The_bill_of_a_pour_says_what_is_left() =>
        Reads(
            new GuestScreen.Poured(
                DrinkStations.Draught, 500_000, new Money(350), [.. Amounts("TLF 650")], PourEnd.GrantUsed),
            Language.En,
            "Enjoy", "3.50 €", "Pression\t0.50 l", "Left\t6.50 €", "That was the most");

    [Fact]
    public void An_empty_keg_says_what_to_do() =>
        Reads(
            new GuestScreen.Poured(
                DrinkStations.Draught, 100_000, new Money(70), [.. Amounts("TLF 650")], PourEnd.TooSlow),
            Language.Fr,
            "Santé", "0,70 €", "Pression\t0,10 l", "Reste\t6,50 €", "Vide : voir l'équipe");

    [Fact]
    public void A_guest_whose_card_has_a_language_reads_that_one() => Reads(
        new GuestScreen.Refused(Reason.PassedBack, Basket.Empty, null) { Language = LanguageTag.Parse("fr") },
        Language.En,
        "Impossible · 204", "Cette carte est déjà");

    [Fact]
    public void Where_there_are_no_words_in_it_a_guest_reads_the_terminals() => Reads(
        new GuestScreen.GoOut { Language = LanguageTag.Parse("de") }, Language.Fr, "Au revoir");

    [Fact]
    public void Each_language_of_the_display_goes_by_the_two_letters_that_cards_name() => Assert.All(
        Enum.GetValues<Language>(),
        language => Assert.Same(
            ScreenTexts.For(language), ScreenTexts.Find(LanguageTag.Parse(language.ToString().ToLowerInvariant()))));

    private static void Reads(GuestScreen screen, Language language, params string[] lines) =>
        Assert.Equal(lines, Reading(screen, language).Lines.Take(lines.Length));

    private static PanelReading Reading(GuestScreen screen, Language language) =>
        FrameReader.Read(ScreenPainter.Paint(
            new ScreenWriter(ScreenTexts.For(language), "€").Write(screen), 128, 64));
}
