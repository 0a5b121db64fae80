using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Splits that a wallet cannot cover although it has as much in other assets.</summary>
public sealed class StandInTests : IDisposable
{
    private readonly Site site = new();
    private readonly JournalWriter terminal;
    private LedgerBench ledger;

    public StandInTests()
    {
        ledger = new LedgerBench(site);
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>A beer costs 350; what stands in for it, in the order of spending.</summary>
    [Theory]
    [InlineData("TLF 100, TNF 300", "TLF", "TLF 0, TNF 50")]
    [InlineData("TLF 100, TNF 200, FED 500", "TLF", "FED 450, TLF 0, TNF 0")]
    [InlineData("TLF 100, FED 500", "TNF", "FED 250, TLF 0, TNF 0")]
    [InlineData("TLF-LYON 400", "TLF", "TLF 0, TLF-LYON 50")]
    [InlineData("TLF 350, TNF 10", "TLF", "TLF 0, TNF 10")]
    public void Other_assets_stand_in_and_what_the_guest_has_stays(string before, string paidWith, string after)
    {
        ledger.With((Guest, before));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest, paidWith)));

        Assert.Equal(after, Wallet());
        Assert.Equal(350, ledger.Of(Account.SalesOf(Site.Bar), paidWith));
        Assert.Empty(ledger.Rows);
        Assert.Empty(ledger.Problems);
        ledger = ledger.Crash();
        Assert.Equal(after, Wallet());
    }

    [Theory]
    [InlineData("TLF 100, TNF 200", "TLF", "TLF -50, TNF 0", "TLF goes to -50")]
    [InlineData("TIM 900", "TLF", "TIM 900, TLF -350", "TLF goes to -350")]
    [InlineData("TLF 900", "TIM", "TIM -350, TLF 900", "TIM goes to -350")]
    public void What_nothing_stands_in_for_is_overspent(string before, string paidWith, string after, string what)
    {
        ledger.With((Guest, before));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest, paidWith) with { Basket = Basket(paidWith) }));

        Assert.Equal(after, Wallet());
        var row = Assert.Single(ledger.Rows);
        Assert.Equal((RowKind.Overspend, $"wallet {WalletOf(Guest)}: {what}"), (row.Kind, row.What));
    }

    [Fact]
    public void What_was_lacking_before_is_not_mended_by_a_later_sale()
    {
        ledger.With((Guest, "TLF 0"));
        ledger.Add(ledger.Enrolment() with
        {
            Limits = TerminalLimits.Default with { Staff = LedgerBench.Trusting with { Asset = AssetId.Parse("FED") } },
        });
        var payment = JournalWriter.Beer(Guest, "FED").Payments[0];
        ledger.Take(
            terminal.Next(JournalWriter.Beer(Guest)),
            terminal.Next(new Fact.Refill(payment with { Parts = [Records.Amount("FED", 900)] }, Site.Card(Guest))),
            terminal.Next(JournalWriter.Beer(Guest)));

        Assert.Equal("FED 550, TLF -350", Wallet());
    }

    [Fact]
    public void The_reallocation_is_signed_names_its_record_and_stands_in_its_entry()
    {
        ledger.With((Guest, "TLF 100, TNF 300"));
        var line = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Take(line);

        var booked = Assert.Single(ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>());
        var said = SignedMessage.Read<Reallocation>(
            Encoding.ASCII.GetBytes(booked.Reallocation!), site.LedgerKeys, Site.Id, Addressee.Ledger).OrThrow();
        Assert.Equal((Site.Bar, 1, 1, line.Hash()), (said.Terminal, said.Epoch, said.Sequence, said.Hash));
        Assert.Equal(
            [new Shift(WalletOf(Guest), AssetId.Parse("TNF"), AssetId.Parse("TLF"), new Money(250))], said.Shifts);
        foreach (var asset in booked.Postings.GroupBy(row => row.Asset))
            Assert.Equal(Money.Zero, asset.Sum(row => row.Amount));
    }

    [Fact]
    public void A_sale_that_is_taken_back_gives_back_what_stood_in()
    {
        ledger.With((Guest, "TLF 100, TNF 300"));
        var sale = JournalWriter.Beer(Guest);
        ledger.Take(
            terminal.Next(sale),
            terminal.Next(new Fact.Void(new RecordPosition(1, 1), sale.Payments, Site.Card(Other))));

        Assert.Equal("TLF 100, TNF 300", Wallet());
        Assert.Equal(0, ledger.Of(Account.Reallocated, "TNF"));
        Assert.Empty(ledger.Problems);
    }

    private static ValueList<BasketLine> Basket(string paidWith)
    {
        var line = Kiosks.Beer.Line(1);
        var category = AssetId.Parse(paidWith).Category;
        return [line with { PaidWith = category.SpendRank() is null ? category : null }];
    }

    private string Wallet() => string.Join(", ", ledger.Store.Read(books =>
        books.Find(Site.Card(Guest))!.Balances.Select(row => $"{row.Asset} {row.Amount}").ToList()));
}
