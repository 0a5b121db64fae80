using System.Reflection;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Display;
using HardwareDrivers.Simulated;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Every text of the display, in every language: at its place it is read back whole.</summary>
public class ScreenTextsTests
{
    private static readonly Basket OneBeer = Basket.Empty.Add(Beer);
    private static readonly Basket TwoArticles = OneBeer.Add(Syrup).Add(Syrup);
    private static readonly ValueList<AssetAmount> Euros = [.. Amounts("TLF 12345")];
    private static readonly ValueList<AssetAmount> Everything = [.. Amounts("TLF 850, TIM 4, FID 12")];

    private static readonly LastSale Sale = new(
        new RecordPosition(1, 7), [new Payment(Site.Card(Guest), null, Euros)], TwoArticles.Lines, 0, "");

    // What each screen says at most where it says much, and in each of its forms.
    private static readonly GuestScreen[] Screens =
    [
        new GuestScreen.Starting(), new GuestScreen.Closed(),
        .. Enum.GetValues<Reason>().Select(reason => new GuestScreen.Refused(reason, Basket.Empty, null)),
        .. Enum.GetValues<Reason>().Select(reason => new GuestScreen.Refused(reason, OneBeer, Euros)),
        new GuestScreen.Refused(Reason.BalanceTooLow, TwoArticles, Euros),
        new GuestScreen.OutOfService(Reason.DeviceFault), new GuestScreen.OutOfService(Reason.JournalFull),
        new GuestScreen.HoldLonger(Basket.Empty), new GuestScreen.HoldLonger(OneBeer),
        new GuestScreen.Balance(Everything),
        .. OfKiosk(), .. OfStaff(), .. OfGate(), .. OfPour(),
    ];

    /// <summary>Each language with each screen, by its place: records of screens are not for names of tests.</summary>
    public static TheoryData<string, int> Each()
    {
        var data = new TheoryData<string, int>();
        foreach (var language in Enum.GetNames<Language>())
            for (var index = 0; index < Screens.Length; index++)
                data.Add(language, index);
        return data;
    }

    [Theory]
    [MemberData(nameof(Each))]
    public void A_screen_is_read_back_whole(string name, int index)
    {
        var written = Write(Screens[index], Enum.Parse<Language>(name));

        var read = FrameReader.Read(ScreenPainter.Paint(written, 128, 64));
        Assert.Equal(Whole(written), string.Join(' ', read.Lines).Replace('\t', ' '));
    }

    [Theory]
    [InlineData("En")]
    [InlineData("Fr")]
    public void Every_text_stands_on_one_of_these_screens(string name)
    {
        var language = Enum.Parse<Language>(name);
        var seen = Screens.Select(screen => Whole(Write(screen, language))).ToList();

        Assert.All(
            TextsOf(ScreenTexts.For(language)),
            text => Assert.Contains(seen, whole => whole.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_screen_is_one_of_these() => Assert.Equal(
        typeof(GuestScreen).GetNestedTypes().Select(type => type.Name).Order(),
        Screens.Select(screen => screen.GetType().Name).Distinct().Order());

    private static IEnumerable<GuestScreen> OfKiosk() =>
    [
        new GuestScreen.Ready(), new GuestScreen.AmountDue(TwoArticles),
        new GuestScreen.SecondCardAsked([(null, new Money(200))], IsToHoldLonger: false),
        new GuestScreen.SecondCardAsked([(null, new Money(200))], IsToHoldLonger: true),
        new GuestScreen.Approved(OneBeer, Everything), new GuestScreen.ApprovedEarlier(OneBeer, Euros),
    ];

    private static IEnumerable<GuestScreen> OfStaff() =>
    [
        new GuestScreen.PinAsked(0), new GuestScreen.PinAsked(StaffPin.MostDigits),
        new GuestScreen.PinAsked(StaffPin.MostDigits) { IsCompared = true },
        new GuestScreen.StaffMenu(
            StaffPowers.Refill | StaffPowers.Void | StaffPowers.Deposit | StaffPowers.Close),
        .. new StaffAct[]
        {
            new StaffAct.Refill(new Money(123_45)), new StaffAct.Deposit(99, new Money(99_00)),
            new StaffAct.VoidSale(Sale, [Beer.Name, Syrup.Name]), new StaffAct.Close(1234, new Money(12_345_67)),
        }.SelectMany(act => new GuestScreen[]
        {
            new GuestScreen.StaffAsked(act), new GuestScreen.StaffDone(act, Euros),
            new GuestScreen.StaffDone(act, null), new GuestScreen.StaffDone(act, Euros) { IsOfBefore = true },
        }),
        new GuestScreen.StaffAsked(new StaffAct.Refill(Money.Zero)),
        new GuestScreen.StaffAsked(new StaffAct.Deposit(0, Money.Zero)),
    ];

    private static IEnumerable<GuestScreen> OfGate() =>
    [
        new GuestScreen.WayIn(Gates.WayIn.Admissions, 1), new GuestScreen.WayIn(Gates.WayIn.Admissions, 10),
        new GuestScreen.WayOut(), new GuestScreen.GoOut(),
        new GuestScreen.GoIn("Membre", Money.Zero, 1, []), new GuestScreen.GoIn("Journée", new Money(50_00), 10, Euros),
        new GuestScreen.NotPassed(1, Money.Zero), new GuestScreen.NotPassed(10, new Money(50_00)),
        new GuestScreen.ResetAsked(), new GuestScreen.ResetDone(WasInside: true),
        new GuestScreen.ResetDone(WasInside: false),
        new GuestScreen.StandsOpen(IsFire: true), new GuestScreen.StandsOpen(IsFire: false),
    ];

    private static IEnumerable<GuestScreen> OfPour() =>
    [
        new GuestScreen.PourReady(DrinkStations.Draught), new GuestScreen.PriceIsNew(DrinkStations.Draught),
        new GuestScreen.TapEmpty(DrinkStations.Draught),
        new GuestScreen.TapsReady(
            [new Offer(1, DrinkStations.Draught, IsDry: false), new Offer(2, DrinkStations.Cider, IsDry: true)]),
        new GuestScreen.Pouring(DrinkStations.Draught, 250_000, new Money(175), 500_000),
        .. Enum.GetValues<PourEnd>().Select(end =>
            new GuestScreen.Poured(DrinkStations.Draught, 500_000, new Money(350), Euros, end)),
        .. Enum.GetValues<StaffWork>().Select(work =>
            new GuestScreen.TapWorkAsked(work, DrinkStations.Draught, Glasses: 0)),
        new GuestScreen.TapWorkAsked(StaffWork.Calibration, DrinkStations.Draught, Glasses: 2),
        new GuestScreen.KegIsNew(DrinkStations.Draught), new GuestScreen.PourApproved(DrinkStations.Draught),
        new GuestScreen.GlassAsked(DrinkStations.Draught, 1_250_000, Glass: 3),
        new GuestScreen.MeterCalibrated(DrinkStations.Draught, 12_345),
        new GuestScreen.MeterCalibrated(DrinkStations.Draught, null),
    ];

    /// <summary>All words of a language; of names of balances those that are shown beside money.</summary>
    private static IEnumerable<string> TextsOf(ScreenTexts texts) =>
        from property in typeof(ScreenTexts).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        from text in property.GetValue(texts) switch
        {
            string text => [text],
            Func<PourEnd, string?> why => Enum.GetValues<PourEnd>().Select(why),
            Func<StaffWork, string> of => Enum.GetValues<StaffWork>().Select(of),
            Func<Reason, string> why => Enum.GetValues<Reason>().Select(why),
            Func<AssetCategory, string> name => Enum.GetValues<AssetCategory>()
                .Where(category => category.IsMoney() && category.SpendRank() is null).Select(name),
            char => Enumerable.Empty<string>(),
            var other => throw new InvalidOperationException($"Nobody looks at {other?.GetType()}."),
        }
        where text is not null
        select text;

    private static Screen Write(GuestScreen screen, Language language) =>
        new ScreenWriter(ScreenTexts.For(language), "€").Write(screen);

    private static string Whole(Screen screen) => string.Join(
        ' ',
        ((string[])[screen.Title, screen.BigLine, .. screen.SmallLines, screen.Footer ?? ""])
            .Where(text => text.Length > 0).Select(PanelFont.Drawable));
}
