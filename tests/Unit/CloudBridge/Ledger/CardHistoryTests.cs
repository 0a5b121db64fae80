using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What happened to a guest's card, as whoever is asked by him reads it.</summary>
public sealed class CardHistoryTests : IDisposable
{
    private const string New = "04E2125B3C8000";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public CardHistoryTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 500"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>What moves its balance is there, so that the sum is what it has.</summary>
    [Fact]
    public void All_that_moved_its_money_is_there_the_last_first()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)), terminal.Next(JournalWriter.Beer("DEADBEEF")));
        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card("DEADBEEF"), AssetId.Parse("TLF"), new Money(-350), WalletOf(Guest), "he had both"));

        var rows = Of(Guest);

        Assert.Equal(["suspenseSettled", "sale", "cardAdded"], rows.Select(row => row.Kind));
        Assert.Equal([-350L, -350, 1000], rows.Select(row => Assert.Single(row.Amounts).Amount.MinorUnits));
        Assert.Equal(ledger.Balance(Guest), rows.Sum(row => row.Amounts[0].Amount.MinorUnits));
        Assert.Equal(("bar-1", "1/1"), (rows[1].Terminal.ToString(), rows[1].Record));
        Assert.Equal(Clock.Noon, rows[0].AtMilliseconds);
    }

    [Fact]
    public void Of_many_lines_its_own_are_found_the_last_first_and_so_many()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        for (var message = 0; message < 40; message++)
            ledger.Take([.. Enumerable.Range(0, 25).Select(_ => terminal.Next(JournalWriter.Beer(Other)))]);

        Assert.Equal(["sale", "cardAdded"], Of(Guest).Select(row => row.Kind));
        Assert.Equal(50, Of(Other).Count);
        Assert.Equal("1/1001", Of(Other)[0].Record);
        Assert.Equal(Of(Guest), RecentRecords.Of(ledger.Crash().Store, Site.Card(Guest), 50));
    }

    [Fact]
    public void Of_a_card_that_was_lost_and_its_successor_each_has_its_part()
    {
        ledger.Add(new LedgerEntry.CardReissued(Site.Card(Guest), Site.Card(New), CardClass.Uid));

        var lost = Of(Guest);
        Assert.Equal(["cardLost", "cardAdded"], lost.Select(row => row.Kind));
        Assert.Null(lost[0].AtMilliseconds);
        Assert.Equal("cardReissued", Assert.Single(Of(New)).Kind);
    }

    [Fact]
    public void Wallets_that_became_one_are_told_of_at_each_card()
    {
        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf(Other)));

        Assert.Equal("walletsMerged", Of(Guest)[0].Kind);
        Assert.Equal("walletsMerged", Of(Other)[0].Kind);
    }

    [Fact]
    public void What_stood_in_for_an_asset_is_told_behind_the_record()
    {
        ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard("04A1B2C3D4E5F6", "TLF 200, TNF 500")]));
        ledger.Take(terminal.Next(JournalWriter.Beer("04A1B2C3D4E5F6")));

        var rows = Of("04A1B2C3D4E5F6");

        Assert.Equal(["reallocation", "sale", "cardAdded"], rows.Select(row => row.Kind));
        Assert.Equal(
            [("TLF", 150L), ("TNF", -150L)],
            rows[0].Amounts.Select(row => (row.Asset.ToString(), row.Amount.MinorUnits)));
    }

    /// <summary>Two friends paid together, and one of them had less than his terminal knew.</summary>
    [Fact]
    public void Of_a_sale_that_two_cards_pay_each_is_told_of_its_own_wallet()
    {
        const string uid = "04A1B2C3D4E5F6";
        ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(uid, "TLF 100, TNF 500")]));
        var (own, others) = (JournalWriter.Beer(uid), JournalWriter.Beer(Guest));
        ledger.Take(terminal.Next(own with
        {
            Payments =
            [
                own.Payments[0] with { Parts = [Records.Amount("TLF", 200)] },
                others.Payments[0] with { Parts = [Records.Amount("TLF", 150)] },
            ],
        }));

        Assert.Equal(["reallocation", "sale", "cardAdded"], Of(uid).Select(row => row.Kind));
        Assert.Equal(["sale", "cardAdded"], Of(Guest).Select(row => row.Kind));
        Assert.Equal((850, 850), (SumOf(Guest), ledger.Balance(Guest)));
        Assert.Equal(400, SumOf(uid));

        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Guest), WalletOf(Other)));
        Assert.Equal(["walletsMerged", "sale", "cardAdded"], Of(Guest).Select(row => row.Kind));
    }

    /// <summary>A family: two cards, one wallet.</summary>
    [Fact]
    public void Of_a_sale_that_two_cards_of_one_wallet_pay_each_is_told_of_its_part()
    {
        ledger.Add(new LedgerEntry.WalletsMerged(WalletOf(Other), WalletOf(Guest)));
        var (own, others) = (JournalWriter.Beer(Guest), JournalWriter.Beer(Other));
        ledger.Take(terminal.Next(own with
        {
            Payments =
            [
                own.Payments[0] with { Parts = [Records.Amount("TLF", 200)] },
                others.Payments[0] with
                {
                    Wallet = WalletOf(Guest), Parts = [Records.Amount("TLF", 150)],
                },
            ],
        }));

        Assert.Equal(["sale", "walletsMerged", "cardAdded"], Of(Guest).Select(row => row.Kind));
        Assert.Equal(-200, Assert.Single(Of(Guest)[0].Amounts).Amount.MinorUnits);
        Assert.Equal(-150, Assert.Single(Of(Other)[0].Amounts).Amount.MinorUnits);
    }

    /// <summary>An unknown card drank, and turned out to be one of ours: he has paid once.</summary>
    [Fact]
    public void What_waited_in_suspense_and_was_settled_is_paid_once()
    {
        const string uid = "04A1B2C3D4E5F6";
        ledger.Take(terminal.Next(JournalWriter.Beer(uid)));
        ledger.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(uid, "TLF 1000")]));
        Assert.Equal(1_000, SumOf(uid));
        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card(uid), AssetId.Parse("TLF"), new Money(-350), WalletOf(uid), "it is his"));

        Assert.Equal(["suspenseSettled", "cardAdded", "suspense", "sale"], Of(uid).Select(row => row.Kind));
        Assert.Equal((650, 650), (SumOf(uid), ledger.Balance(uid)));
    }

    /// <summary>The card that drank has not paid, and reads so.</summary>
    [Fact]
    public void What_another_wallet_settled_is_no_payment_of_the_card()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer("DEADBEEF")));
        Assert.Null(ledger.Treasury.SettleSuspense(
            Site.Card("DEADBEEF"), AssetId.Parse("TLF"), new Money(-350), WalletOf(Guest), "he had both"));

        Assert.Equal(["suspenseSettled", "suspense", "sale"], Of("DEADBEEF").Select(row => row.Kind));
        Assert.Equal(0, SumOf("DEADBEEF"));
        Assert.Equal((650, 650), (SumOf(Guest), ledger.Balance(Guest)));
    }

    /// <summary>Lines of earlier builds, which would be read for each of their cards.</summary>
    [Fact]
    public void Of_a_line_with_a_thousand_cards_and_more_no_card_is_told()
    {
        var cards = Enumerable.Range(0, 1_001).Select(
            number => LedgerBench.NewCard($"04{number:X12}", "TLF 100"));
        ledger.Add(new LedgerEntry.CardsAdded([.. cards]));

        Assert.Empty(Of("04000000000007"));
    }

    [Fact]
    public void A_card_that_somebody_blocked_at_the_ledger_says_so()
    {
        ledger.Add(new LedgerEntry.CardChanged(Site.Card(Guest), CardState.Blocked, Clock.Noon));

        Assert.Equal(("ledgerBlock", Clock.Noon), (Of(Guest)[0].Kind, Of(Guest)[0].AtMilliseconds));
    }

    private long SumOf(string uid) => Of(uid).Sum(row => row.Amounts.Sum(amount => amount.Amount.MinorUnits));

    private IReadOnlyList<RecentRecord> Of(string uid) => RecentRecords.Of(ledger.Store, Site.Card(uid), 50);
}
