using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;
using Tests.Unit.EdgeTerminal.Host.Doctor;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What the ledger sent, laid over what the operator wrote down at the terminal.</summary>
public sealed class SentOverlayTests
{
    private static readonly (string Key, string? Value)[] Kiosk =
    [
        ("profile", "kiosk"), ("kiosk.priceListVersion", "7"),
        ("kiosk.articles.0.id", "beer"), ("kiosk.articles.0.price", "350"), ("kiosk.articles.0.key", "1"),
        ("kiosk.articles.0.hours", "18:00-02:00"),
        ("kiosk.articles.1.id", "water"), ("kiosk.articles.1.price", "100"), ("kiosk.articles.1.key", "2"),
    ];

    [Fact]
    public void What_the_ledger_says_wins_and_what_it_does_not_say_stays()
    {
        var merged = Over(Kiosk, Beer(400) with { Name = "Bière", TaxBasisPoints = 2_000 });

        var articles = ((KioskSetup)merged.Station.Setup).Articles;
        Assert.Equal(
            new Article(ArticleId.Parse("beer"), "Bière", new Money(400), 2_000)
            {
                Window = new SaleWindow(18 * 60, 2 * 60),
            },
            articles[0]);
        Assert.Equal(100, articles[1].Price.MinorUnits);
        Assert.Equal(articles[0], ((Input.ArticleChosen)merged.Station.Keys["1"]).Article);
    }

    [Fact]
    public void What_a_terminal_does_not_sell_it_does_not_sell_for_that()
    {
        var merged = Over(Kiosk, new PricedArticle(ArticleId.Parse("wine"), new Money(500)));

        Assert.Equal(2, ((KioskSetup)merged.Station.Setup).Articles.Count);
    }

    [Fact]
    public void Each_tap_of_a_drink_station_and_each_admission_of_a_gate_has_its_price()
    {
        var tap = Over(WrittenConfiguration.Drink, new PricedArticle(ArticleId.Parse("pils"), new Money(800)));
        Assert.Equal(800, ((PourSetup)tap.Station.Setup).Taps[0].Product.Price.MinorUnits);

        var gate = Over(
            [
                ("profile", "gate"), ("gate.turnstile", "valve"), ("gate.admissions.0.id", "day"),
                ("gate.admissions.0.price", "1000"),
            ],
            new PricedArticle(ArticleId.Parse("day"), new Money(1_200)));
        Assert.Equal(1_200, ((GateSetup)gate.Station.Setup).Admissions[0].Article.Price.MinorUnits);
    }

    /// <summary>Records name it, so one must not stand for two lists: each of the two only rises.</summary>
    [Fact]
    public void The_price_list_has_a_version_of_both() =>
        Assert.Equal(7 + 5, Over(Kiosk, Beer(400)).Station.Setup.PriceListVersion);

    /// <summary>The same mistake is told in the same words, wherever it was made.</summary>
    [Theory]
    [InlineData("price", "100000001")]
    [InlineData("taxBasisPoints", "10001")]
    [InlineData("name", "a name that is much longer than any display")]
    [InlineData("paidWith", "TLF")]
    [InlineData("entitlement", "TLF")]
    [InlineData("hours", "6pm")]
    [InlineData("allowance", "a b")]
    public void Ledger_and_terminal_refuse_it_with_one_sentence(string key, string value)
    {
        var wrong = Beer(key == "price" ? Number() : 1) with
        {
            Name = key == "name" ? value : null,
            TaxBasisPoints = key == "taxBasisPoints" ? (int)Number() : null,
            PaidWith = key == "paidWith" ? value : null,
            Entitlement = key == "entitlement" ? value : null,
            Hours = key == "hours" ? value : null,
            Allowance = key == "allowance" ? value : null,
        };

        var atTheLedger = Assert.Single(new TerminalConfig([wrong]).Flaws());
        var atTheTerminal = Assert.Single(Errors(Kiosk, wrong));

        Assert.StartsWith($"prices.0.{key}: '{value}'; expected ", atTheLedger, StringComparison.Ordinal);
        Assert.Equal(atTheLedger.Replace("prices.0", "kiosk.articles.0", StringComparison.Ordinal), atTheTerminal);

        long Number() => long.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void An_allowance_that_the_limits_do_not_have_is_an_error_and_one_that_they_bring_is_none()
    {
        var wine = Beer(400) with { Allowance = "alcohol" };
        Assert.StartsWith("kiosk.articles.0.allowance: 'alcohol'", Assert.Single(Errors(Kiosk, wine)));

        var sent = Sent(new TerminalConfig(
            [wine],
            Limits: TerminalLimits.Default with { Allowances = [new AllowanceLimit("alcohol", 2)] }));
        Assert.Empty(SentOverlay.Over(
            WrittenConfiguration.Of(Kiosk), sent, TerminalLimits.Default, out var merged));
        Assert.Equal("alcohol", Assert.Single(merged!.Limits!.Allowances).Name);
    }

    [Fact]
    public void Limits_stand_in_the_place_of_the_enrolments_and_staff_beside_them()
    {
        var staff = LedgerBench.Trusting;
        var enrolled = TerminalLimits.Default with { Staff = staff };
        var said = new TerminalConfig(Limits: TerminalLimits.Default with { FreshSeconds = 30 });

        Assert.Equal((30, staff), (said.LimitsOver(enrolled).FreshSeconds, said.LimitsOver(enrolled).Staff));
        var other = staff with { VoidSeconds = 1 };
        Assert.Equal(other, (said with { Staff = other }).LimitsOver(enrolled).Staff);
        Assert.Equal(enrolled, TerminalConfig.Nothing.LimitsOver(enrolled));
    }

    [Fact]
    public void The_day_by_which_the_journal_is_counted_stays()
    {
        var sent = Sent(new TerminalConfig(Limits: TerminalLimits.Default with { DayStartsAtMinuteUtc = 0 }));

        var error = Assert.Single(SentOverlay.Over(
            WrittenConfiguration.Of(Kiosk), sent, TerminalLimits.Default, out var merged));

        Assert.StartsWith("limits.dayStartsAtMinuteUtc: '0'; expected 240", error, StringComparison.Ordinal);
        Assert.Null(merged);
    }

    [Fact]
    public void What_is_sent_next_is_laid_over_the_file_and_not_over_what_was_sent_before()
    {
        var first = Over(Kiosk, Beer(400));
        Assert.Empty(SentOverlay.Over(
            first, Sent(TerminalConfig.Nothing, 6), TerminalLimits.Default, out var merged));

        Assert.Equal(350, ((KioskSetup)merged!.Station.Setup).Articles[0].Price.MinorUnits);
        Assert.Equal(7 + 5 + 6, merged.Station.Setup.PriceListVersion);
    }

    private static PricedArticle Beer(long price) => new(ArticleId.Parse("beer"), new Money(price));

    private static KeptConfig Sent(TerminalConfig config, long version = 5) =>
        new(config, new SentConfig(new ConfigVersion(1, version), Digest.Zero));

    private static HostConfiguration Over((string Key, string? Value)[] written, PricedArticle article)
    {
        Assert.Empty(SentOverlay.Over(
            WrittenConfiguration.Of(written), Sent(new TerminalConfig([article])), TerminalLimits.Default,
            out var merged));
        return merged!;
    }

    private static IReadOnlyList<string> Errors((string Key, string? Value)[] written, PricedArticle article) =>
        SentOverlay.Over(
            WrittenConfiguration.Of(written), Sent(new TerminalConfig([article])), TerminalLimits.Default, out _);
}
