using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What is kept beside the books so that no page goes through all of them.</summary>
public sealed class SummaryTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon);

    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void Suspense_is_what_all_balances_have_of_it()
    {
        var ledger = PlantedCorruptionTests.LedgerWithAll(site);

        ledger.Store.Read(books =>
        {
            var suspense = books.Balances.Where(row => row.Account.IsSuspense).ToList();
            Assert.NotEmpty(suspense);
            Assert.Equal(suspense, books.Accounts.Suspense);
            Assert.All(suspense, row =>
            {
                Assert.True(row.Account.IsSuspenseOf(out var card));
                Assert.Contains(new AssetAmount(row.Asset, row.Amount), books.Accounts.SuspenseOf(card));
            });
            return 0;
        });
    }

    [Fact]
    public void What_is_settled_is_in_suspense_no_more()
    {
        var ledger = new LedgerBench(site).With(("04E141125B3C80", "TLF 1000"));
        ledger.Take(new JournalWriter(site).Next(JournalWriter.Beer("DEADBEEF")));
        var card = Site.Card("DEADBEEF");
        var waiting = Assert.Single(ledger.Store.Read(books => books.Accounts.SuspenseOf(card)));

        Assert.Null(ledger.Treasury.SettleSuspense(
            card, waiting.Asset, waiting.Amount, Kiosks.WalletOf("04E141125B3C80"), "his"));

        Assert.Empty(ledger.Store.Read(books => books.Accounts.SuspenseOf(card)));
        Assert.Empty(ledger.Store.Read(books => books.Accounts.Suspense.ToList()));
    }

    [Fact]
    public void Open_rows_are_counted_as_the_report_has_them()
    {
        var ledger = PlantedCorruptionTests.LedgerWithAll(site);

        ledger.Store.Read(books =>
        {
            var open = ReconcileReport.Of(books, [], Now).Where(row => row.Note is null).ToList();
            Assert.NotEmpty(open);
            Assert.NotEqual(open.Count, books.Rows.Count);
            Assert.Equal(
                open.CountBy(row => row.Kind).OrderBy(row => row.Key, StringComparer.Ordinal),
                ReconcileReport.OpenKinds(books, [], Now).OrderBy(row => row.Key, StringComparer.Ordinal));
            return 0;
        });
    }
}
