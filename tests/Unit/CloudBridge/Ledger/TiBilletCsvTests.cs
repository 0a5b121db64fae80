using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Cards that a TiBillet place has already.</summary>
public sealed class TiBilletCsvTests : IDisposable
{
    private const string Url = "https://tibillet.example/qr/";
    private const string One = "5b0bd9c6-8bd2-43c9-a0d6-f9e09f2a3f8b";
    private const string Third = "7d0f4a52-6a0c-4f0b-8a37-1f6f0c2b9e55";
    private const string Another = "0c1f5e0a-3b7e-4c41-9d57-2f4f6f0f9b11";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly Vault vault;

    public TiBilletCsvTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"));
        vault = new Vault(ledger.Disk);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Cards_are_added_empty_with_what_is_printed_on_them()
    {
        Assert.Equal(2, Import($"{Url}{One},B194AEB9,A24B043F\n\"{Url}{Another}\", 12345678 ,04E141125B3C81\r\n"));

        var row = vault.Rows()[Site.Card("A24B043F")];
        Assert.Equal(("A24B043F", "B194AEB9", Guid.Parse(One)), (row.Uid, row.Number, row.Qr));
        Assert.Equal("12345678", vault.Rows()[Site.Card("04E141125B3C81")].Number);
        var card = ledger.Store.Read(books => books.Find(Site.Card("A24B043F")))!;
        Assert.Equal((CardClass.Uid, CardState.Ok, 0), (card.Class, card.State, card.Balances.Count));
    }

    [Fact]
    public void A_card_that_is_there_keeps_its_money_and_gets_its_number()
    {
        Assert.Equal(0, Import($"{Url}{One},B194AEB9,{Guest}"));
        Assert.Equal(0, Import($"{Url}{One},B194AEB9,{Guest}"));

        Assert.Equal(1000, ledger.Balance(Guest));
        Assert.Equal("B194AEB9", vault.Rows()[Site.Card(Guest)].Number);
        Assert.Single(ledger.Store.Entries().OfType<LedgerEntry.CardsAdded>());
    }

    [Theory]
    [InlineData($"{Url}{Another},B194AEB9,A24B0440", "line 2: number B194AEB9 is that of another card")]
    [InlineData($"{Url}{One},12345678,A24B0440", $"line 2: QR code {One} is that of another card")]
    public void What_another_card_of_the_ledger_has_already_is_named_and_nothing_is_added(string row, string says)
    {
        Assert.Equal(1, Import($"{Url}{One},B194AEB9,A24B043F"));

        var (added, errors) = Add($"{Url}{Third},87654321,04E141125B3C81\n{row}");

        Assert.Equal(0, added);
        Assert.Contains(says, Assert.Single(errors), StringComparison.Ordinal);
        Assert.Null(ledger.Store.Read(books => books.Find(Site.Card("04E141125B3C81"))));
        Assert.Equal([Site.Card("A24B043F")], vault.Rows().Keys);
    }

    [Fact]
    public void Two_cards_may_change_their_numbers_in_one_file()
    {
        Assert.Equal(2, Import($"{Url}{One},1,A24B043F\n{Url}{Another},2,A24B0440"));

        Assert.Equal(0, Import($"{Url}{Another},2,A24B043F\n{Url}{One},1,A24B0440"));

        Assert.Equal("2", vault.Rows()[Site.Card("A24B043F")].Number);
        Assert.Equal("1", vault.Rows()[Site.Card("A24B0440")].Number);
    }

    [Theory]
    [InlineData("", "no cards")]
    [InlineData("a,b", "2 columns; expected 3: qr url, printed number, tag id")]
    [InlineData("qr url,printed number,tag id", "expected one that ends with a UUID")]
    [InlineData($"{Url}{One},,A24B043F", "printed number ''; expected 1 to 40")]
    [InlineData($"{Url}{One},1,A24B04", "tag id 'A24B04'; expected")]
    [InlineData($"{Url}{One},1,08112233", "made up anew")]
    [InlineData($"{Url}{One},1,A24B043F\n{Url}{One},2,A24B0440", "line 2: qr code 5b0bd9c6")]
    [InlineData($"{Url}{One},1,A24B043F\n{Url}{Another},1,A24B0440", "line 2: printed number 1 is in line 1")]
    [InlineData($"{Url}{One},1,A24B043F\n{Url}{Another},2,a24b043f", "line 2: tag id A24B043F is in line 1")]
    public void A_row_that_is_wrong_is_named(string text, string says)
    {
        using var reader = new StringReader(text);

        Assert.Contains(TiBilletCsv.Read(reader).Errors, error => error.Contains(says, StringComparison.Ordinal));
    }

    private int Import(string text)
    {
        var (added, errors) = Add(text);
        Assert.Empty(errors);
        return added;
    }

    private ImportCardsCommand.Imported Add(string text)
    {
        using var reader = new StringReader(text);
        var csv = TiBilletCsv.Read(reader);
        Assert.Empty(csv.Errors);
        return ImportCardsCommand.Add(csv, Site.Key, ledger.Store, vault);
    }
}
