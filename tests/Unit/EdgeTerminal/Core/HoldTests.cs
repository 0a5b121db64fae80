using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Money that a pour has set aside, beside lists that have heard of it or not. The guest has 10.00.</summary>
public class HoldTests
{
    private readonly TerminalDriver driver = Open(Setup(), Card(Guest, "TLF 1000"));

    [Fact]
    public void What_is_held_cannot_be_spent()
    {
        Hold(700);

        Assert.Equal(300, Balance());
    }

    [Fact]
    public void A_capture_takes_what_it_says_and_gives_the_rest_back()
    {
        Capture(Hold(700), 250);

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void A_release_gives_all_back_once()
    {
        var held = Hold(700);
        driver.Record(new Fact.Release(held, "noFlow"));
        driver.Record(new Fact.Release(held, "noFlow"));

        Assert.Equal(1000, Balance());
    }

    [Fact]
    public void A_capture_of_a_hold_that_was_closed_takes_without_giving()
    {
        var held = Hold(700);
        Capture(held, 250);
        Capture(held, 250);

        Assert.Equal(500, Balance());
    }

    [Fact]
    public void A_list_that_has_the_hold_lacks_the_held_sum_until_it_is_captured()
    {
        var held = Hold(700);
        ApplyList(held, balance: 300);
        Assert.Equal(300, Balance());

        Capture(held, 250);

        Assert.Equal(750, Balance());
        Assert.Equal(750, AfterListOfAll(balance: 750));
    }

    [Fact]
    public void A_list_between_hold_and_capture_changes_nothing()
    {
        var held = Hold(700);
        Capture(held, 250);

        ApplyList(held, balance: 300);

        Assert.Equal(750, Balance());
        Assert.Equal(750, AfterListOfAll(balance: 750));
    }

    /// <summary>By then the ledger may have stopped counting it, and the list would have it back already.</summary>
    [Theory]
    [InlineData(13 * Clock.Minute - 1, 750)]
    [InlineData(13 * Clock.Minute, 50)]
    public void A_hold_in_the_list_is_given_back_only_while_the_ledger_must_count_it(long waited, long left)
    {
        var held = Hold(700);
        ApplyList(held, balance: 300);
        driver.Wait(waited);

        Capture(held, 250);

        Assert.Equal(left, Balance());
    }

    [Theory]
    [InlineData(13 * Clock.Minute - 1, 750)]
    [InlineData(13 * Clock.Minute, 750 - 700)]
    public void A_list_that_comes_late_may_have_stopped_counting_the_hold(long waited, long left)
    {
        var held = Hold(700);
        Capture(held, 250);
        Assert.Equal(750, Balance());
        driver.Wait(waited);

        ApplyList(held, balance: 300);

        Assert.Equal(left, Balance());
    }

    [Fact]
    public void After_a_power_cut_nobody_knows_how_long_ago_a_hold_was()
    {
        var held = Hold(700);
        ApplyList(held, balance: 300);
        driver.LosePower();

        Capture(held, 250);

        Assert.Equal(50, Balance());
        Assert.Equal(750, AfterListOfAll(balance: 750));
    }

    [Fact]
    public void A_list_that_was_lost_and_is_back_gives_what_it_gave_however_late_it_comes()
    {
        var held = Hold(700);
        ApplyList(held, balance: 300);
        Capture(held, 250);
        Assert.Equal(750, Balance());

        driver.LosePower();
        var list = driver.State.Present.ListInUse!;
        driver.Give(new Input.ListLost("the file is gone"));
        driver.ApplyList(list, driver.State.Past.Watermarks, Card(Guest, "TLF 300"));

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void A_restart_within_the_machines_boot_forgets_nothing()
    {
        var held = Hold(700);
        ApplyList(held, balance: 300);
        driver.Restart();

        Capture(held, 250);
        driver.Restart();

        Assert.Equal(750, Balance());
    }

    [Fact]
    public void Holds_count_against_limits_until_the_capture_does()
    {
        var held = Hold(700);
        Assert.Equal(700, Unlisted());

        Capture(held, 250);
        Assert.Equal(250, Unlisted());

        ApplyList(held, balance: 300);
        Assert.Equal(250, Unlisted());
    }

    [Fact]
    public void A_wallet_that_was_merged_into_the_cards_wallet_counts_as_its_own()
    {
        Sell();

        driver.ApplyList(2, watermark: 0, Card(Other, "TLF 1100"), Card(Guest, "") with
        {
            Wallet = WalletOf(Other), Balances = [Records.Amount("TLF", 1100)], FormerWallets = [WalletOf(Guest)],
        });

        Assert.Equal(1100 - 350, Balance());
        Sell();
        Assert.Equal(1100 - 2 * 350, Balance());
    }

    /// <summary>A journal that says so must not end every start that reads it.</summary>
    [Fact]
    public void More_than_can_be_counted_is_the_most_that_can()
    {
        var most = Payment(Money.Limit);
        driver.Record(new Fact.Refill(most, Site.Card(Other)));
        Assert.Equal(Money.Limit, Balance());

        driver.Record(new Fact.Refund(most, Site.Card(Other)));
        driver.Record(new Fact.Refund(most, Site.Card(Other)));
        driver.Record(new Fact.Refund(most, Site.Card(Other)));
        driver.Restart();

        Assert.Equal(-Money.Limit, Balance());
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        Assert.Equal(Reason.BalanceTooLow, Assert.IsType<Fact.Refusal>(driver.LastFact).Reason);
    }

    private void Sell()
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        driver.Finish();
    }

    private RecordPosition Hold(long amount) => driver.Record(
        new Fact.Hold(Payment(amount), ArticleId.Parse("beer"), new Money(700), 450, Records.Verdict));

    private void Capture(RecordPosition held, long amount) =>
        driver.Record(new Fact.Capture(held, Payment(amount), 10, 1_000, "cardGone"));

    private static Payment Payment(long amount) =>
        new(Site.Card(Guest), WalletOf(Guest), [Records.Amount("TLF", amount)]);

    private void ApplyList(RecordPosition watermark, long balance) => driver.ApplyList(
        (driver.State.Past.List?.Version ?? 0) + 1, watermark.Sequence, Card(Guest, $"TLF {balance}"));

    private long AfterListOfAll(long balance)
    {
        ApplyList(driver.State.Past.Last!.Value, balance);
        return Balance();
    }

    private long Balance() => driver.BalanceOf(Guest);

    private long Unlisted() => driver.State.Past.ActivityOf(PurseId.Of(WalletOf(Guest)))
        .Unlisted.Sum(row => row.Debit).MinorUnits;
}
