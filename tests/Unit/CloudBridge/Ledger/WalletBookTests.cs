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
}
