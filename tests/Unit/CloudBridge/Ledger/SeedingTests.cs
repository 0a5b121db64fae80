using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class SeedingTests
{
    private readonly ForgetfulDisk disk = new();
    private readonly SiteKey siteKey = SiteKey.Create();

    [Fact]
    public void Cards_are_added_with_their_balances_and_the_vault_names_them()
    {
        Assert.Empty(Seed("04E141125B3C80,uid,ok,TLF,1500", "04E141125B3C80,uid,ok,TNF,200"));

        var token = siteKey.Token(Uid("04E141125B3C80"));
        using var store = Open();
        Assert.Equal([.. Kiosks.Amounts("TLF 1500, TNF 200")], store.Read(books => books.Find(token)!.Balances));
        Assert.Equal("04E141125B3C80", new Vault(disk).Rows()[token].Uid);
    }

    [Fact]
    public void A_list_says_what_the_file_said_of_a_guest()
    {
        using var store = Open();

        Assert.Empty(Seeding.Add(
            CardCsv.Read(new StringReader(
                "uid,class,state,asset,amount,from,through,age,language\n" +
                "04E141125B3C80,uid,ok,SUB,,,2026-12-31T23:59:59Z,adult,fr")),
            siteKey, store, new Vault(disk)));

        using var again = Open();
        var card = again.Read(books => books.Find(siteKey.Token(Uid("04E141125B3C80"))))!;
        Assert.Equal((AgeClass.Adult, LanguageTag.Parse("fr")), (card.Age, card.Language));
        Assert.Equal([new Entitlement(AssetId.Parse("SUB"), null, 1_798_761_599_000)], card.Entitlements);
    }

    /// <summary>Records that a terminal sends again name the wallet that the card had before the restore.</summary>
    [Fact]
    public void A_card_that_is_seeded_again_has_the_same_wallet_and_no_two_cards_share_one()
    {
        Seed("04E141125B3C80,uid,ok,TLF,1500", "DEADBEEF,uid,ok,TLF,1");
        using var first = Open();
        using var again = new FileLedgerStore(new ForgetfulDisk(), () => new MemoryStream());
        Seed(again, "04E141125B3C80,uid,ok,TLF,1500");
        var (card, other) = (siteKey.Token(Uid("04E141125B3C80")), siteKey.Token(Uid("DEADBEEF")));

        Assert.Equal(first.Read(books => books.WalletOf(card)), again.Read(books => books.WalletOf(card)));
        Assert.NotEqual(first.Read(books => books.WalletOf(card)), first.Read(books => books.WalletOf(other)));
    }

    /// <summary>The second had looked before the first had written.</summary>
    [Fact]
    public void Two_seeds_at_once_add_a_card_once_and_lose_no_row_of_the_vault()
    {
        string? meanwhile = "04E141125B3C80,uid,ok,TLF,1500";
        using var store = new FileLedgerStore(disk, () =>
        {
            if (meanwhile is not null)
                Assert.Empty(Seed(meanwhile));
            meanwhile = null;
            return new MemoryStream();
        });

        var same = Seed(store, "04E141125B3C80,uid,ok,TLF,1500");
        meanwhile = "04FFFF125B3C80,uid,ok,TLF,1500";
        var other = Seed(store, "DEADBEEF,uid,ok,TLF,1500");

        Assert.Equal(["line 2: 04E141125B3C80 is in the ledger already; seed adds new cards only"], same);
        Assert.Empty(other);
        Assert.Equal(
            ["04E141125B3C80", "04FFFF125B3C80", "DEADBEEF"],
            new Vault(disk).Rows().Values.Select(row => row.Uid).Order());
        Assert.Equal(3, Open().Read(books => books.CardCount));
    }

    [Fact]
    public void Amounts_that_cannot_be_counted_together_are_refused_by_their_line()
    {
        Assert.Empty(Seed("04E141125B3C80,uid,ok,TLF,1"));

        var errors = Seed(
            $"DEADBEEF,uid,ok,FED,{Money.Limit}",
            $"DEADBEE0,uid,ok,TLF,{Money.Limit - 1}",
            "DEADBEE1,uid,ok,TLF,1",
            "DEADBEE2,uid,ok,TLF,1");

        Assert.Equal(
            [$"line 4: TLF: all cards together would have {Money.Limit + 1}; at most {Money.Limit}"], errors);
        Assert.Equal(1, Open().Read(books => books.CardCount));
    }

    private static CardUid Uid(string text) => CardUid.TryParse(text, out var uid) ? uid : throw new FormatException();

    private FileLedgerStore Open() => new(disk, () => new MemoryStream());

    private IReadOnlyList<string> Seed(params string[] rows) => Seed(Open(), rows);

    private IReadOnlyList<string> Seed(FileLedgerStore store, params string[] rows)
    {
        var csv = CardCsv.Read(new StringReader("uid,class,state,asset,amount\n" + string.Join('\n', rows)));
        return Seeding.Add(csv, siteKey, store, new Vault(disk));
    }
}
