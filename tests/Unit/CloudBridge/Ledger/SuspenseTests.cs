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
