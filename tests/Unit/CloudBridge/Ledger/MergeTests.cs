using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Two cards of one guest, and cards that take the place of lost ones.</summary>
public sealed class MergeTests : IDisposable
{
    private const string Third = "0455667788AABB";

    private readonly Site site = new();
    private readonly JournalWriter terminal;
    private LedgerBench ledger;

    public MergeTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TNF 200, TLF 1000"), (Other, "TLF 100"), (Third, "FED 7"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void Both_cards_have_all_that_was_on_both()
    {
        Merge(Guest, Other);

        Assert.Equal("TLF 1100, TNF 200", Listed(Guest));
        Assert.Equal("TLF 1100, TNF 200", Listed(Other));
        Assert.Equal([WalletOf(Guest)], Find(Other).FormerWallets);
        Assert.Equal(WalletOf(Other), Find(Guest).Wallet);
    }

    [Fact]
    public void What_terminals_with_an_older_list_book_on_the_first_comes_to_the_second()
    {
        Merge(Guest, Other);

        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));

        Assert.Equal("TLF 750, TNF 200", Listed(Guest));
        Assert.Empty(ledger.Store.Read(books => books.Rows.ToList()));
    }

    [Fact]
    public void Merges_follow_one_another()
    {
        Merge(Guest, Other);
        Merge(Other, Third);

        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(JournalWriter.Beer(Other)));

        Assert.All([Guest, Other, Third], uid => Assert.Equal("FED 7, TLF 400, TNF 200", Listed(uid)));
        Assert.Equal([WalletOf(Guest), WalletOf(Other)], Find(Third).FormerWallets);
        ledger = ledger.Crash();
        Assert.Equal("FED 7, TLF 400, TNF 200", Listed(Guest));
    }

    [Fact]
    public void Holds_move_with_their_wallet()
    {
        var payment = JournalWriter.Beer(Guest).Payments[0];
        ledger.Take(terminal.Next(
            new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(1_000), 1_000, Records.Verdict)));
        Merge(Guest, Other);
        Assert.Equal("TLF 750, TNF 200", Listed(Other));

        ledger.Take(terminal.Next(new Fact.Capture(new RecordPosition(1, 1), payment, 350, 350_000, "cardGone")));

        Assert.Equal("TLF 750, TNF 200", Listed(Other));
        Assert.Empty(ledger.Store.Read(books => books.Rows.ToList()));
    }

    [Fact]
    public void What_was_paid_before_comes_back_to_the_wallet_that_stays()
    {
        var sale = JournalWriter.Beer(Guest);
        ledger.Take(terminal.Next(sale));
        Merge(Guest, Other);

        ledger.Take(terminal.Next(new Fact.Void(new RecordPosition(1, 1), sale.Payments, Site.Card(Third))));

        Assert.Equal("TLF 1100, TNF 200", Listed(Other));
    }

    [Fact]
    public void Allowances_of_one_day_add_up_and_those_of_a_day_before_are_forgotten()
    {
        ledger.Take(
            terminal.Next(Round(Guest, 2)), terminal.Next(Round(Other, 3)), terminal.Next(Round(Other, 1)));
        Merge(Guest, Other);

        var used = Assert.Single(Find(Other).AllowancesUsed);
        Assert.Equal(("alcohol", 6), (used.Name, used.Count));
    }

    [Fact]
    public void A_debt_moves_as_well()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));

        Merge(Other, Third);

        Assert.Equal("FED 7, TLF -250", Listed(Third));
        Assert.True(Find(Third).EverUsed);
    }

    [Fact]
    public void A_lost_cards_wallet_gets_another_card_and_the_lost_one_is_known_as_blocked()
    {
        Reissue(Guest, "0412345678ABCD");

        Assert.Equal((CardState.Blocked, CardState.Ok), (Find(Guest).State, Find("0412345678ABCD").State));
        Assert.Equal((CardClass.Uid, CardClass.Aes), (Find(Guest).Class, Find("0412345678ABCD").Class));
        Assert.Equal("TLF 1000, TNF 200", Listed("0412345678ABCD"));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Assert.Equal("TLF 650, TNF 200", Listed("0412345678ABCD"));
        var sale = JournalWriter.Beer(Guest);
        ledger.Take(terminal.Next(sale with { Payments = [sale.Payments[0] with { Wallet = null }] }));
        Assert.Equal("TLF 300, TNF 200", Listed("0412345678ABCD"));
    }

    [Fact]
    public void A_card_that_took_anothers_place_can_be_lost_as_well()
    {
        Reissue(Guest, "0412345678ABCD");
        Reissue("0412345678ABCD", "0412345678ABCE");
        Merge(Guest, Other);

        Assert.Equal("TLF 1100, TNF 200", Listed("0412345678ABCE"));
        Assert.Equal(CardState.Blocked, Find("0412345678ABCD").State);
        Assert.Equal(CardState.Blocked, Find(Guest).State);
    }

    private static Fact.Sale Round(string uid, int beers) => JournalWriter.Beer(uid) with
    {
        Payments = [JournalWriter.Beer(uid).Payments[0] with { Parts = [Records.Amount("TLF", 10 * beers)] }],
        Basket = [new BasketLine(ArticleId.Parse("beer"), beers, new Money(10), 2000, Allowance: "alcohol")],
    };

    private void Merge(string gone, string stays) =>
        ledger.Add(new LedgerEntry.WalletsMerged(Find(gone).Wallet, Find(stays).Wallet));

    private void Reissue(string lost, string card) =>
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(lost), Site.Card(card), CardClass.Aes));

    private CardEntry Find(string uid) => ledger.Store.Read(books => books.Find(Site.Card(uid))!);

    private string Listed(string uid) =>
        string.Join(", ", Find(uid).Balances.Select(row => $"{row.Asset} {row.Amount}"));
}
