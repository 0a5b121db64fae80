using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;
using static Tests.Support.Tills;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Closings: numbered, chained, and what the journal's records come to.</summary>
public class ClosingTests
{
    private readonly TerminalDriver till = OpenTill(
        TillOf(), Card(Guest, "TNF 400, TLF 100000"), Card(Other, "TLF 100000"));

    [Fact]
    public void It_says_what_was_sold_by_article_asset_and_tax_and_who_took_cash()
    {
        till.Sell(Guest, Beer, Beer, Syrup);
        till.Sell(Other, Syrup);
        till.SignIn();
        till.Press("12000");
        till.Tap(Other);
        till.Press("32");
        till.Tap(Guest);
        till.Press("4o");

        var closure = Assert.IsType<Fact.Closure>(till.LastFact);
        Assert.Equal((1, null, Site.Card(ManagersCard)), (closure.Number, closure.Before, closure.Staff));
        Assert.Equal(
            [
                new ClosureTotal(Beer.Id, AssetId.Parse("TLF"), 2000, 0, new Money(300)),
                new ClosureTotal(Beer.Id, AssetId.Parse("TNF"), 2000, 2, new Money(400)),
                new ClosureTotal(Syrup.Id, AssetId.Parse("TLF"), 550, 2, new Money(300)),
            ],
            closure.Totals);
        Assert.Equal(Amounts("TLF 600, TNF 400"), closure.Perpetual);
        Assert.Equal(
            [
                new StaffCash(
                    Site.Card(ManagersCard), AssetId.Parse("TLF"), Refills: 1, new Money(2000), Items: 2,
                    new Money(200)),
            ],
            closure.Cash);
    }

    [Fact]
    public void The_next_begins_at_nothing_names_the_one_before_and_the_perpetual_total_goes_on()
    {
        till.Sell(Guest, Beer);
        var first = Close();
        till.Sell(Other, Syrup);
        var second = Close();

        Assert.Equal(2, second.Number);
        Assert.Equal(till.Journal.First(record => record.Fact is Fact.Closure).Position, second.Before);
        Assert.Equal(new Money(150), Assert.Single(second.Totals).Amount);
        Assert.Equal(
            first.Perpetual.Sum(row => row.Amount) + new Money(150), second.Perpetual.Sum(row => row.Amount));
    }

    [Fact]
    public void What_was_taken_back_stands_beside_and_the_perpetual_total_is_not_set_back()
    {
        till.Sell(Other, Syrup);
        till.Sell(Other, Beer);
        till.SignIn();
        till.Press("2o4");
        Assert.Equal(
            new GuestScreen.StaffAsked(new StaffAct.Close(1, new Money(150))), till.Screen);
        till.Press("o");

        var closure = Assert.IsType<Fact.Closure>(till.LastFact);
        Assert.Equal(2, closure.Totals.Count);
        Assert.Equal(Beer.Id, Assert.Single(closure.Voided).Article);
        Assert.Equal(Amounts("TLF 500"), closure.Perpetual);
    }

    [Fact]
    public void Power_cuts_bend_nothing()
    {
        till.Sell(Guest, Beer);
        till.LosePower();
        till.Confirm();
        till.Give(new Input.ArticleChosen(Syrup));
        till.GiveAndLosePower(till.Presented(Other));
        till.Confirm();

        Assert.Equal(new Money(500), Close().Totals.Sum(row => row.Amount));
    }

    [Fact]
    public void What_cost_nothing_is_counted_without_an_asset()
    {
        till.Sell(Guest, Beer with { Price = Money.Zero });

        Assert.Equal(
            new ClosureTotal(Beer.Id, null, 2000, 1, Money.Zero), Assert.Single(Close().Totals));
    }

    [Fact]
    public void Records_go_only_behind_a_closing_that_has_them()
    {
        till.Sell(Guest, Beer);
        var sold = till.Journal.Last(record => record.Fact is Fact.Sale).Position;
        till.ApplyList(2, watermark: sold.Sequence, Card(Guest, "TLF 100"), Manager);

        till.Give(new Input.RecordsOutlived(sold));

        Assert.Equal(
            ["Closure", "RecordsRetired"],
            till.Journal.TakeLast(2).Select(record => record.Fact.GetType().Name));
        var closure = (Fact.Closure)till.Journal[^2].Fact;
        Assert.Null(closure.Staff);
        Assert.Equal(new Money(350), closure.Totals.Sum(row => row.Amount));
        Assert.Equal(till.Folded(), till.State.Past);
    }

    [Fact]
    public void Before_rows_become_too_many_the_terminal_closes_by_itself()
    {
        for (var article = 0; article < 120; article++)
            till.Sell(Other, Beer with { Id = ArticleId.Parse($"article-{article}") });

        var closure = till.Journal.Select(record => record.Fact).OfType<Fact.Closure>().Single();
        Assert.Null(closure.Staff);
        Assert.InRange(closure.Totals.Count, 60, 119);
        Assert.Equal(
            till.Journal.Count(record => record.Fact is Fact.Sale) - closure.Totals.Count,
            till.State.Past.Till.Totals.Count);
    }

    /// <summary>Names of 40, two cards, three assets with the longest names, everybody's cash, a void.</summary>
    [Fact]
    public void The_largest_closing_fits_into_a_line()
    {
        string[] assets = ["TNF", "TLF", "FED"];
        var long24 = new string('Z', 24);
        var rich = string.Join(", ", assets.Select(asset => $"{asset}-{long24} 1000"));
        var name = new string('x', 38);
        var wide = OpenTill(
            TillOf(Counter with { SecondCardMilliseconds = 20_000 }),
            Card(Guest, rich), Card(Other, rich), Card("04112233445566", $"TLF-{long24} 100000"));
        var sizes = new List<int>();
        for (var round = 0; round < 5; round++)
        {
            wide.SignIn();
            wide.Press($"1100{round}");
            wide.Tap(Guest);
            wide.Give(new Input.VerdictShown());
            wide.Press("c");
            foreach (var index in Enumerable.Range(0, Basket.MostArticles))
                wide.Give(new Input.ArticleChosen(Beer with
                {
                    Id = ArticleId.Parse($"{name}{(char)('a' + round)}{(char)('a' + index)}"),
                    Price = new Money(round == 0 ? 300 : 100),
                    TaxBasisPoints = 10_000,
                }));
            wide.Tap(round == 0 ? Guest : "04112233445566");
            if (wide.Phase == "SecondCardAsked")
                wide.Tap(Other);
            wide.Finish();
            wide.SignIn();
            wide.Press("2o");
            wide.Press("cc");
        }
        Close(wide);

        var closures = wide.Journal.Select(record => record.Fact).OfType<Fact.Closure>().ToList();
        Assert.True(closures.Count > 1);
        Assert.Contains(closures, closure => closure.Voided.Count >= 20 && closure.Cash.Count > 0);
        Assert.Contains(wide.Journal, record => record.Fact is Fact.Sale { Payments.Count: 2 });
        // Written and read as lines of a journal are.
        Assert.Equal(wide.Folded(), wide.State.Past);
    }

    [Fact]
    public void What_is_reckoned_of_a_row_is_no_less_than_what_it_takes_in_a_line()
    {
        using var site = new Site();
        var asset = AssetId.Parse($"TLF-{new string('Z', 24)}");
        var total = new ClosureTotal(
            ArticleId.Parse(new string('x', 40)), asset, 10_000, Money.Limit, new Money(-Money.Limit));
        var cash = new StaffCash(
            Site.Card(Guest), asset, Money.Limit, new Money(Money.Limit), Money.Limit, new Money(Money.Limit));
        var amount = new AssetAmount(asset, new Money(-Money.Limit));

        Assert.True(Bytes(total) <= ClosureSums.MostBytes([total]), $"{Bytes(total)}");
        Assert.True(Bytes(cash) <= ClosureSums.MostBytes([cash]), $"{Bytes(cash)}");
        Assert.True(Bytes(amount) <= ClosureSums.MostBytes([amount]), $"{Bytes(amount)}");

        int Bytes(object row) => Line(row, 20) - Line(row, 19);

        int Line(object row, int times) => RecordLine.Write(
            Records.At(1, row switch
            {
                ClosureTotal sold => new Fact.Closure(1, [.. Enumerable.Repeat(sold, times)], []),
                StaffCash taken => new Fact.Closure(1, [], [], null, [], [.. Enumerable.Repeat(taken, times)]),
                _ => new Fact.Closure(1, [], [.. Enumerable.Repeat((AssetAmount)row, times)]),
            }),
            site.Terminal).Payload.Length;
    }

    private Fact.Closure Close() => Close(till);

    private static Fact.Closure Close(TerminalDriver till)
    {
        till.SignIn();
        till.Press("4o");
        var closure = Assert.IsType<Fact.Closure>(till.LastFact);
        till.Press("c");
        return closure;
    }
}
