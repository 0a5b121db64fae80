using System.Globalization;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Microsoft.AspNetCore.Http;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger.Api;

/// <summary>The table of what was sold says of each wallet what the books say.</summary>
public sealed class SaleExportTests : IDisposable
{
    private const string Stranger = "00112233";

    private static readonly DateTimeOffset First = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_001_000);

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public SaleExportTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000, TNF 200"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>Sold, voided twice, sold to a stranger, said again, from what stands in, and late.</summary>
    [Fact]
    public async Task Its_sums_are_the_balances_less_openings_and_merges()
    {
        var sale = JournalWriter.Beer(Guest);
        var returned = new Fact.Void(new RecordPosition(1, 1), sale.Payments, Site.Card(Guest));
        var first = terminal.Next(sale);
        ledger.Take(first, terminal.Next(returned), terminal.Next(returned));
        ledger.Take(terminal.Next(JournalWriter.Beer(Stranger)), terminal.Next(JournalWriter.Beer(Guest, "TNF")));
        ledger.Take(terminal.InPlaceOfTheLast(returned, first.Hash()));
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var second = new JournalWriter(site, epoch: 2);
        ledger.Take(second.Again(sale, JournalWriter.NameOf(first)));
        Assert.Null(ledger.Treasury.ClosePeriod(First.AddDays(1), "filed"));
        ledger.Take(second.Next(JournalWriter.Beer(Other)));
        Pay(refill: true, 700);
        Pay(refill: false, 30);
        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card(Other), Tlf, new Money(-200), WalletOf(Other), "it was theirs"));
        var merged = ledger.Balance(Other);
        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Other), WalletOf(Guest)));
        Assert.Empty(ledger.Problems);
        Assert.NotEqual((0, 0), (merged, ledger.Suspense(Guest)));

        var rows = await RowsAsync();

        Assert.Equal(ledger.Balance(Guest) - 1_000 - merged, Sum(rows, "amount", "wallet", $"{WalletOf(Guest)}"));
        Assert.Equal(ledger.Balance(Guest, "TNF") - 200, Sum(rows, "amount", "wallet", $"{WalletOf(Guest)}", "TNF"));
        Assert.Equal(merged - 100, Sum(rows, "amount", "wallet", $"{WalletOf(Other)}"));
        foreach (var uid in new[] { Guest, Other, Stranger })
            Assert.Equal(ledger.Suspense(uid), Sum(rows, "suspense", "card", $"{Site.Card(uid)}"));
        Assert.Equal(
            ["ledgerRefill", "ledgerRefund", "sale", "suspenseSettled", "void"],
            rows.Select(row => row["kind"]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("exportSales")]
    [InlineData("exportRecords")]
    public async Task Nobody_reads_on_for_whoever_has_gone(string name)
    {
        foreach (var _ in Enumerable.Range(0, 20))
            ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        var store = new CountingStore(ledger.Store);
        var export = Assert.IsType<ApiReply.Streamed>(Ask(new ExportRoutes(store), name));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => export.WriteAsync(new MemoryStream(), new CancellationToken(canceled: true)));

        Assert.InRange(store.Lines, 0, 1);
    }

    /// <summary>Also when each of those before broke off.</summary>
    [Fact]
    public async Task The_third_at_once_hears_when_to_come_again()
    {
        var exports = new ExportRoutes(ledger.Store);
        var first = Assert.IsType<ApiReply.Streamed>(Ask(exports, "exportSales"));
        Ask(exports, "exportRecords");

        var busy = Assert.IsType<ApiReply.Bad>(Ask(exports, "exportSales"));

        Assert.Equal(("busy", true), (busy.Problem.Name, busy.After > TimeSpan.Zero));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => first.WriteAsync(new MemoryStream(), new CancellationToken(canceled: true)));
        Assert.IsType<ApiReply.Streamed>(Ask(exports, "exportSales"));
    }

    private static ApiReply Ask(ExportRoutes exports, string name) => exports.All()
        .Single(route => route.Name == name)
        .Handle(new ApiCall(
            new DefaultHttpContext(),
            new LedgerEntry.TokenCreated("shop", Digest.Zero, [Scope.ReadExports], 0),
            null,
            default,
            null));

    private static AssetId Tlf => AssetId.Parse("TLF");

    private void Pay(bool refill, long amount)
    {
        var time = new ManualTime(First.AddDays(2));
        var desk = new MoneyDesk(new KeyedStore(ledger.Store, time), Site.Id, site.Ledger, time);
        var paid = new PaymentRequest(Tlf, new Money(amount), PaymentSource.Cash, "till");
        var key = RequestKey.Of(Site.Key, "shop", $"{refill}", "POST", []);
        Assert.Null((refill ? desk.Refill(Site.Card(Guest), paid, key) : desk.Refund(Site.Card(Guest), paid, key)).Why);
    }

    private static long Sum(
        IEnumerable<Dictionary<string, string>> rows, string column, string by, string name, string asset = "TLF") =>
        rows.Where(row => row[by] == name && row["asset"] == asset)
            .Sum(row => long.Parse(row[column], CultureInfo.InvariantCulture));

    private async Task<IReadOnlyList<Dictionary<string, string>>> RowsAsync()
    {
        using var stream = new MemoryStream();
        await Assert.IsType<ApiReply.Streamed>(Ask(new ExportRoutes(ledger.Store), "exportSales"))
            .WriteAsync(stream, TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(stream.ToArray())
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(','))
            .ToList();
        return [.. lines[1..].Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second))];
    }
}
