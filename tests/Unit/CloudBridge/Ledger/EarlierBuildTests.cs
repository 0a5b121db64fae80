using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A log that a build of before typed rows wrote, with each word that it had for them.</summary>
public sealed class EarlierBuildTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;

    public EarlierBuildTests()
    {
        var disk = new ForgetfulDisk();
        disk.Replace("ledger.log", File.ReadAllBytes(
            Path.Combine(Checkout.Root, "tests/Unit/CloudBridge/Ledger/Logs/earlier.log")));
        ledger = new LedgerBench(site, disk);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Its_books_are_as_they_were()
    {
        Assert.Equal(
            [
                "issued -1100 TLF",
                "issued -200 TNF",
                "sales/bar-1 1050 TLF",
                "sales/bar-1 350 TLF-LYON",
                $"suspense/{Site.Card("DEADBEEF")} -350 TLF",
                $"wallet/{WalletOf(Other)} -250 TLF",
                $"wallet/{WalletOf(Guest)} 650 TLF",
                $"wallet/{WalletOf(Guest)} -350 TLF-LYON",
                $"wallet/{WalletOf(Guest)} 200 TNF",
            ],
            ledger.Store.Read(books =>
                books.Balances.Select(row => $"{row.Account} {row.Amount} {row.Asset}").ToList()));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void Its_words_become_rows_with_kinds()
    {
        Assert.Equal(
            [
                (RowKind.Overspend, new RecordPosition(1, 3)),
                (RowKind.Fork, new RecordPosition(1, 3)),
                (RowKind.UnknownCard, new RecordPosition(1, 4)),
                (RowKind.TooLarge, new RecordPosition(1, 5)),
                (RowKind.Overspend, new RecordPosition(1, 6)),
            ],
            ledger.Rows.Select(row => (row.Kind, row.Position)));
        Assert.Equal(1, ledger.Store.Read(books => books.Forks));
    }

    [Fact]
    public void It_is_written_on()
    {
        Assert.Null(ledger.Treasury.CloseRow(1, "settled"));

        Assert.Equal("settled", ledger.Crash().Rows[0].Closed!.Note);
        Assert.Empty(ledger.Problems);
    }
}
