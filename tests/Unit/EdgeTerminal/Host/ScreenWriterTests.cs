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

    public static TheoryData<string, Reason> Refusals()
    {
        var data = new TheoryData<string, Reason>();
        foreach (var language in Enum.GetNames<Language>())
            foreach (var reason in Enum.GetValues<Reason>())
                data.Add(language, reason);
        return data;
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Every_reason_is_readable_in_full_with_its_number(string name, Reason reason)
    {
        var language = Enum.Parse<Language>(name);
        var texts = ScreenTexts.For(language);

        var read = Reading(new GuestScreen.Refused(reason, OneBeer, null), language);

        Assert.Equal($"{texts.RefusedTitle} · {(int)reason}", read.Lines[0]);
        Assert.Equal(texts.Why(reason), string.Join(' ', read.Lines.Skip(1)));
    }

    [Theory]
    [InlineData("En")]
    [InlineData("Fr")]
    public void Every_screen_has_words(string name)
    {
        GuestScreen[] screens =
        [
            new GuestScreen.Starting(),
            new GuestScreen.Ready(),
            new GuestScreen.AmountDue(OneBeer),
            new GuestScreen.HoldLonger(OneBeer),
            new GuestScreen.Approved(OneBeer, []),
            new GuestScreen.ApprovedEarlier(OneBeer, []),
            new GuestScreen.Refused(Reason.CardUnknown, Basket.Empty, null),
            new GuestScreen.Balance([]),
            new GuestScreen.OutOfService(Reason.DeviceFault),
            new GuestScreen.Closed(),
        ];

        Assert.Equal(
            typeof(GuestScreen).GetNestedTypes().Select(type => type.Name).Order(),
            screens.Select(screen => screen.GetType().Name).Order());
        Assert.All(screens, screen => Assert.NotEmpty(Reading(screen, Enum.Parse<Language>(name)).Lines));
    }

    private static void Reads(GuestScreen screen, Language language, params string[] lines) =>
        Assert.Equal(lines, Reading(screen, language).Lines.Take(lines.Length));

    private static PanelReading Reading(GuestScreen screen, Language language) =>
        FrameReader.Read(ScreenPainter.Paint(
            new ScreenWriter(ScreenTexts.For(language), "€").Write(screen), 128, 64));
}
