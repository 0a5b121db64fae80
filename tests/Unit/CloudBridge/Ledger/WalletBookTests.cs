using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

public class WalletBookTests
{
    /// <summary>A terminal whose key was stolen can sign as many of the largest baskets as it likes.</summary>
    [Fact]
    public void An_allowance_that_was_used_beyond_counting_stays_used()
    {
        var line = (Kiosks.Beer with { Allowance = "alcohol" }).Line(1) with { Quantity = int.MaxValue };
        var sale = JournalWriter.Beer(Kiosks.Guest) with { Basket = [line, line] };
        var wallet = new WalletBook();

        wallet.Use(sale, day: 7);
        wallet.Use(sale, day: 7);

        Assert.Equal([new AllowanceUse("alcohol", 7, int.MaxValue)], wallet.AllowancesUsed);
    }

    [Fact]
    public void Allowances_that_are_invented_leave_those_that_are_counted_and_take_no_more_than_a_few_places()
    {
        var wallet = new WalletBook();
        foreach (var number in Enumerable.Range(0, 1_000))
        {
            var line = (Kiosks.Beer with { Allowance = $"invented-{number}" }).Line(1);
            wallet.Use(JournalWriter.Beer(Kiosks.Guest) with { Basket = [line] }, day: 7);
        }

        Assert.Equal(
            Enumerable.Range(0, WalletBook.MostAllowances).Select(number => $"invented-{number}"),
            wallet.AllowancesUsed.Select(use => use.Name));
    }

    [Fact]
    public void A_pour_uses_what_its_capture_says()
    {
        var wallet = new WalletBook();
        var payment = new Payment(Site.Card(Kiosks.Guest), null, [Records.Amount("TLF", 350)]);
        var capture = new Fact.Capture(new RecordPosition(1, 3), payment, 200, 500_000, "grantUsed");
        var sold = new PourSold(1, 200, ArticleId.Parse("pils"), 2000, 500_000);

        Assert.False(wallet.Use(capture, day: 7));
        Assert.False(wallet.Use(capture with { Sold = sold }, day: 7));
        Assert.True(wallet.Use(capture with { Sold = sold with { Allowance = "alcohol", Pieces = 2 } }, day: 7));

        Assert.Equal([new AllowanceUse("alcohol", 7, 2)], wallet.AllowancesUsed);
    }
}
