using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What cannot be booked on a wallet: of a guest with 10.00.</summary>
public sealed class SuspenseTests : IDisposable
{
    /// <summary>When the test terminal's first record is made: <see cref="Records.At"/>.</summary>
    private static readonly DateTimeOffset First = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_001_000);

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public SuspenseTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000, TLF-LYON 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("TLF-LYON", null)]
    [InlineData("FED", null)]
    [InlineData("TLF-PARIS", "this site has no TLF-PARIS")]
    public void An_asset_that_the_site_does_not_have_waits_in_suspense(string asset, string? what)
    {
        var payment = JournalWriter.Beer(Guest, asset).Payments[0];
        ledger.Take(terminal.Next(new Fact.Capture(new RecordPosition(1, 1), payment, 10, 10, "card gone")));

        var isUnknown = what is not null;
        Assert.Equal(isUnknown ? -350 : 0, ledger.Of(Account.SuspenseOf(Site.Card(Guest)), asset));
        Assert.Equal(
            isUnknown ? [(RowKind.UnknownAsset, what)] : [],
            ledger.Rows.Where(row => row.Kind == RowKind.UnknownAsset).Select(row => (row.Kind, (string?)row.What)));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_record_of_a_closed_period_waits_in_suspense_and_the_next_one_is_booked()
    {
        Assert.Null(ledger.Treasury.ClosePeriod(First, "filed"));

        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(JournalWriter.Beer(Guest)));

        Assert.Equal((650, -350), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        var row = Assert.Single(ledger.Rows);
        Assert.Equal((RowKind.ClosedPeriod, 1), (row.Kind, row.Position.Sequence));
        Assert.Equal((650, -350), (ledger.Crash().Balance(Guest), ledger.Crash().Suspense(Guest)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Or it would be seen by nobody who does not look for it.</summary>
    [Fact]
    public void What_waits_is_told_of_also_when_its_row_was_closed()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer("DEADBEEF")));
        Assert.Null(ledger.Treasury.CloseRow(1, "he is a regular"));

        var row = Assert.Single(ledger.Store.Read(books => ReconcileReport.Open(books, [], First)));

        Assert.Equal(
            ("suspense", $"-350 TLF of card {Site.Card("DEADBEEF")} wait in suspense"), (row.Kind, row.What));
    }

    [Fact]
    public void A_time_that_nobody_vouches_for_is_of_no_closed_period()
    {
        ledger.Treasury.ClosePeriod(First, "filed");
        var record = Records.At(1, JournalWriter.Beer(Guest));

        ledger.Take(RecordLine.Write(record with { Stamp = record.Stamp with { Trusted = false } }, site.Terminal));

        Assert.Equal((650, 0), (ledger.Balance(Guest), ledger.Rows.Count));
    }

    [Fact]
    public void What_is_given_back_in_a_closed_period_waits_in_suspense_and_not_twice()
    {
        var sale = JournalWriter.Beer(Guest);
        var returned = new Fact.Void(new RecordPosition(1, 1), sale.Payments, Site.Card(Other));
        ledger.Take(terminal.Next(sale));
        ledger.Treasury.ClosePeriod(First.AddSeconds(1), "filed");

        ledger.Take(terminal.Next(returned), terminal.Next(returned));

        Assert.Equal((650, 700), (ledger.Balance(Guest), ledger.Suspense(Guest)));
        Assert.Equal([RowKind.ClosedPeriod, RowKind.Unproven], ledger.Rows.Select(row => row.Kind));
    }

    [Fact]
    public void What_waits_is_settled_by_a_signed_act_and_never_more_than_waits()
    {
        var unknown = Site.Card("DEADBEEF");
        var sale = JournalWriter.Beer("DEADBEEF");
        ledger.Take(terminal.Next(sale with { Payments = [sale.Payments[0] with { Wallet = null }] }));
        Assert.Equal(-350, ledger.Suspense("DEADBEEF"));

        foreach (var amount in new[] { -351, 0, 1, 350 })
            Assert.NotNull(Settle(amount, WalletOf(Guest)));
        Assert.Contains("is not known", Settle(-350, null), StringComparison.Ordinal);
        Assert.NotNull(Settle(-350, WalletOf(Other)));
        Assert.Null(Settle(-100, WalletOf(Guest)));
        Assert.Null(Settle(-250, WalletOf(Guest)));

        foreach (var bench in new[] { ledger, ledger.Crash() })
            Assert.Equal((650, 0, 650), (bench.Balance(Guest), bench.Suspense("DEADBEEF"), bench.Listed(Guest)));
        Assert.Empty(ledger.Problems);

        string? Settle(long amount, WalletId? wallet) =>
            ledger.Treasury.SettleSuspense(unknown, AssetId.Parse("TLF"), new Money(amount), wallet, "his card");
    }

    [Fact]
    public void What_was_given_and_waits_goes_to_the_cards_own_wallet()
    {
        ledger.Take(terminal.Next(
            new Fact.Void(new RecordPosition(1, 9), JournalWriter.Beer(Guest).Payments, Site.Card(Other))));
        Assert.Equal((1_000, 350), (ledger.Balance(Guest), ledger.Suspense(Guest)));

        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card(Guest), AssetId.Parse("TLF"), new Money(350), wallet: null, "he did pay"));

        Assert.Equal((1_350, 0), (ledger.Balance(Guest), ledger.Suspense(Guest)));
    }

    [Fact]
    public void A_period_is_closed_once_and_never_opened_again()
    {
        Assert.Null(ledger.Treasury.ClosePeriod(First, "filed"));
        Assert.Equal(
            "all through 1790000001000 is closed already", ledger.Treasury.ClosePeriod(First, "filed"));
        Assert.NotNull(ledger.Treasury.ClosePeriod(First.AddDays(-1), "filed"));
        Assert.Null(ledger.Treasury.ClosePeriod(First.AddDays(1), "filed"));
    }

    [Fact]
    public void A_period_that_is_not_over_cannot_be_closed()
    {
        var noon = DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon);

        Assert.Contains(
            "is still to come", ledger.Treasury.ClosePeriod(noon.AddSeconds(1), "filed"), StringComparison.Ordinal);
        Assert.Null(ledger.Treasury.ClosePeriod(noon, "filed"));
    }
}
