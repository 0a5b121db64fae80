using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>From one epoch to the next: who may, what stays behind, and what is said again.</summary>
public class EpochTests
{
    private const string FirstCard = "1b534d454231515430f0a1b2c30145ff";
    private const string SecondCard = "1b534d454231515430f0a1b2c30199ff";

    private readonly CardEntry[] cards = [Card(Guest, "TLF 1000"), Card(Other, "TLF 1000")];
    private readonly TerminalDriver bar = new(Setup()) { StorageId = FirstCard };

    public EpochTests()
    {
        bar.Start();
        bar.ApplyList(1, watermark: 0, cards);
        bar.Confirm();
        Buy(Beer, Guest);
    }

    [Fact]
    public void A_terminal_that_may_go_on_takes_no_other_epoch()
    {
        bar.Granted = 2;

        Assert.Null(bar.Due());
        Assert.NotNull(bar.Give(new Input.EpochGranted(2, null)).Ignored);
    }

    [Fact]
    public void A_restored_image_sells_nothing_until_an_epoch_is_granted()
    {
        bar.Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has 1/500"));
        bar.Settle();
        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);

        bar.Granted = 2;
        bar.Settle();

        Assert.IsType<GuestScreen.Ready>(bar.Screen);
        Assert.Equal(2, bar.State.Past.Last?.Epoch);
        Assert.DoesNotContain(Fault.RolledBack, bar.State.Past.Faults);
        Assert.DoesNotContain(bar.Journal, record => record.Fact is Fact.EpochClosed);
    }

    [Fact]
    public void What_a_restored_image_sold_is_said_again_under_its_first_name_and_with_its_own_time()
    {
        var sold = bar.Journal.Last(record => record.Fact is Fact.Sale);
        bar.Acked = 2;
        bar.Wait(3 * Clock.Hour);

        RollBackTo(epoch: 2);

        var opened = bar.Journal.First(record => record.Position == new RecordPosition(2, 1));
        Assert.Equal((1, 3L), (Left(opened)!.Epoch, Left(opened)!.From));
        var again = Assert.Single(bar.Journal, record => record.Reissues is not null);
        Assert.Equal(
            (sold.Position, sold.Fact, sold.Stamp), (again.Reissues!.Position(), again.Fact, again.Stamp));
        Assert.Equal(2, again.Position.Epoch);
    }

    [Fact]
    public void Nothing_that_the_ledger_acknowledged_is_said_again()
    {
        bar.Acked = bar.Journal.Count;

        RollBackTo(epoch: 2);

        Assert.DoesNotContain(bar.Journal, record => record.Reissues is not null);
        Assert.NotNull(Left(bar.Journal.First(record => record.Position.Epoch == 2)));
    }

    [Fact]
    public void Behind_a_restored_image_only_a_list_that_has_the_new_epoch_will_do()
    {
        RollBackTo(epoch: 2);
        Assert.Contains(Fault.CardListLost, bar.State.Past.Faults);
        Assert.Equal(Reason.ListExpired, Refusal(Beer, Guest));

        Assert.NotNull(bar.ApplyList(2, Marks((1, 500)), cards).Ignored);
        bar.Restart();
        Assert.Equal(Reason.ListExpired, Refusal(Beer, Guest));

        Assert.Null(bar.ApplyList(3, Marks((1, 500), (2, 1)), cards).Ignored);
        Assert.DoesNotContain(Fault.CardListLost, bar.State.Past.Faults);
        // The list has the other branch, and not yet what was said again: 350 of 1000 are gone.
        Assert.Equal("TLF 300", Left(Buy(Beer, Guest)));
    }

    [Fact]
    public void What_was_said_again_counts_until_a_list_has_it_where_it_stands_now()
    {
        RollBackTo(epoch: 2);
        bar.ApplyList(2, Marks((1, 500), (2, 2)), cards);
        Assert.Equal("TLF 650", Balance(Guest));

        bar.ApplyList(3, bar.Ends, Card(Guest, "TLF 650"), cards[1]);

        Assert.Equal("TLF 650", Balance(Guest));
        Assert.Equal(Money.Zero, bar.State.Past.UnlistedDebits);
    }

    [Fact]
    public void An_image_that_is_restored_again_says_again_what_it_had_said_again_under_the_first_name()
    {
        var sold = bar.Journal.Last(record => record.Fact is Fact.Sale);
        RollBackTo(epoch: 2);
        RollBackTo(epoch: 3);

        var again = bar.Journal.Where(record => record.Reissues is not null).ToList();

        Assert.Equal([2L, 3L], again.Select(record => record.Position.Epoch));
        Assert.All(again, record => Assert.Equal(sold.Position, record.Reissues!.Position()));
        bar.ApplyList(2, Marks((1, 500), (3, 2)), cards);
        Assert.Equal("TLF 650", Balance(Guest));
    }

    [Fact]
    public void A_sale_that_nobody_may_have_seen_is_shown_and_not_charged_in_the_new_epoch_too()
    {
        bar.Give(new Input.ArticleChosen(Beer));
        bar.GiveAndLosePower(bar.Presented(Other));
        RollBackTo(epoch: 2);
        bar.ApplyList(2, Marks((1, 500), (2, 2)), cards);

        bar.Give(new Input.ArticleChosen(Beer));
        bar.Tap(Other);

        Assert.IsType<GuestScreen.ApprovedEarlier>(bar.Screen);
        Assert.Equal("TLF 650", Left((GuestScreen.ApprovedEarlier)bar.Screen!));
    }

    [Fact]
    public void Another_card_of_storage_stops_sales_until_a_granted_epoch_begins_on_it()
    {
        bar.StorageId = SecondCard;
        bar.Restart();
        Assert.Equal(Reason.OutOfService, Assert.IsType<GuestScreen.OutOfService>(bar.Screen).Reason);
        Assert.NotNull(bar.Tap(Guest).Ignored);

        bar.Granted = 2;
        bar.Settle();

        Assert.IsType<GuestScreen.Ready>(bar.Screen);
        Assert.IsType<Fact.EpochClosed>(bar.Journal.Last(record => record.Position.Epoch == 1).Fact);
        var opened = bar.Journal.First(record => record.Position.Epoch == 2);
        Assert.Equal(new Fact.EpochOpened(SecondCard, null), opened.Fact);
        bar.Restart();
        Assert.IsType<GuestScreen.Ready>(bar.Screen);
    }

    [Fact]
    public void A_move_to_another_card_of_storage_loses_no_sum_and_no_list()
    {
        MoveTo(SecondCard, epoch: 2);

        Assert.Equal("TLF 650", Balance(Guest));
        Assert.DoesNotContain(bar.Journal, record => record.Reissues is not null);
        Assert.Equal("TLF 300", Left(Buy(Beer, Guest)));
    }

    [Theory]
    [InlineData(null, SecondCard)]
    [InlineData(FirstCard, null)]
    [InlineData(FirstCard, FirstCard)]
    public void A_card_of_storage_that_is_not_known_is_no_other_one(string? before, string? now)
    {
        var driver = new TerminalDriver(Setup()) { StorageId = before };
        driver.Start();
        driver.StorageId = now;

        driver.Restart();

        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void An_epoch_that_was_closed_is_not_sold_in_although_the_old_card_is_back()
    {
        bar.StorageId = SecondCard;
        bar.Restart();
        bar.Tamper(state => new Terminal(Setup()).Evolve(
            state, Records.At(99, new Fact.EpochClosed("StorageChanged"), default)));

        bar.Tamper(state => state with { Present = Present.AtPowerOn });
        bar.StorageId = FirstCard;
        bar.Start();

        Assert.IsType<GuestScreen.OutOfService>(bar.Screen);
        Assert.Contains(Fault.StorageChanged, bar.State.Past.Faults);
    }

    [Fact]
    public void A_watermark_in_one_epoch_says_nothing_of_another()
    {
        MoveTo(SecondCard, epoch: 2);
        bar.ApplyList(2, Marks((2, bar.Ends.Latest!.Value.Sequence)), cards);
        Assert.Equal("TLF 650", Balance(Guest));

        bar.ApplyList(3, Marks((1, 99), (2, bar.Ends.Latest!.Value.Sequence)), Card(Guest, "TLF 650"), cards[1]);
        Assert.Equal("TLF 650", Balance(Guest));
        Assert.NotNull(bar.ApplyList(4, Marks((2, bar.Ends.Latest!.Value.Sequence)), cards).Ignored);
    }

    [Fact]
    public void A_list_of_before_does_not_come_back_in_a_new_epoch()
    {
        bar.ApplyList(7, bar.Ends, Card(Guest, "TLF 650"), cards[1]);
        MoveTo(SecondCard, epoch: 2);

        Assert.NotNull(bar.ApplyList(6, bar.Ends, cards).Ignored);
    }

    [Fact]
    public void A_journal_that_was_lost_wants_a_list_that_has_the_epoch_it_begins_with()
    {
        var lost = new TerminalDriver(Setup());
        lost.Store(new ListVersion(1, 1), watermark: 5, cards);

        lost.Give(new Input.Started("0.1.0", "machine boot", 2, null, null, new StoredList(
            new ListVersion(1, 1), Marks((1, 5)), 2)));

        Assert.DoesNotContain(lost.Journal, record => record.Fact is Fact.ListApplied);
    }

    [Theory]
    [InlineData(Fault.RolledBack)]
    [InlineData(Fault.StorageChanged)]
    public void A_power_cut_at_any_step_ends_in_the_same_place(Fault fault)
    {
        Buy(Syrup, Other);
        var whole = Play(fault, cutAt: null);
        for (var cut = 0; cut < whole.Steps; cut++)
        {
            var again = Play(fault, cut);

            Assert.Equal(whole.Said, again.Said);
            Assert.Equal(whole.Debits, again.Debits);
            Assert.Equal(2, again.Epoch);
        }
        Assert.InRange(whole.Steps, 2, 9);
    }

    private (int Steps, string Said, Money Debits, long? Epoch) Play(Fault fault, int? cutAt)
    {
        var driver = new TerminalDriver(Setup()) { StorageId = FirstCard };
        driver.Start();
        driver.ApplyList(1, watermark: 0, cards);
        foreach (var uid in new[] { Guest, Other, Guest })
        {
            driver.Give(new Input.ArticleChosen(Syrup));
            driver.Tap(uid);
            driver.Finish();
        }
        if (fault == Fault.StorageChanged)
            driver.StorageId = SecondCard;
        driver.Restart();
        if (fault == Fault.RolledBack)
            driver.Give(new Input.FaultBegan(fault, "for the test"));
        driver.Granted = 2;
        var steps = 0;
        for (; driver.Due() is { } due; steps++)
            if (steps == cutAt)
                driver.GiveAndLosePower(due);
            else
                driver.Give(due);
        Assert.IsType<GuestScreen.Ready>(driver.Screen);
        var said = driver.Journal.Where(record => record.Reissues is not null)
            .Select(record => $"{record.Reissues!.Position()} {record.Fact.GetType().Name}");
        return (steps, string.Join(", ", said), driver.State.Past.UnlistedDebits, driver.State.Past.Last?.Epoch);
    }

    private void RollBackTo(long epoch)
    {
        bar.Give(new Input.FaultBegan(Fault.RolledBack, "the ledger has more"));
        bar.Granted = epoch;
        bar.Settle();
    }

    private void MoveTo(string card, long epoch)
    {
        bar.StorageId = card;
        bar.Restart();
        bar.Granted = epoch;
        bar.Settle();
    }

    private GuestScreen.Approved Buy(Article article, string uid)
    {
        bar.Give(new Input.ArticleChosen(article));
        bar.Tap(uid);
        var screen = Assert.IsType<GuestScreen.Approved>(bar.Screen);
        bar.Finish();
        return screen;
    }

    private Reason Refusal(Article article, string uid)
    {
        bar.Give(new Input.ArticleChosen(article));
        bar.Tap(uid);
        var reason = Assert.IsType<GuestScreen.Refused>(bar.Screen).Reason;
        bar.Finish();
        return reason;
    }

    private string Balance(string uid)
    {
        bar.Tap(uid);
        var left = Assert.IsType<GuestScreen.Balance>(bar.Screen).Left;
        bar.Finish();
        return Text(left);
    }

    private static LeftBehind? Left(JournalRecord opened) => Assert.IsType<Fact.EpochOpened>(opened.Fact).LeftBehind;

    private static string Left(GuestScreen.Approved screen) => Text(screen.Left);

    private static string Left(GuestScreen.ApprovedEarlier screen) => Text(screen.Left);

    private static string Text(ValueList<AssetAmount> left) =>
        string.Join(", ", left.Select(row => $"{row.Asset} {row.Amount.MinorUnits}"));

    private static EpochMarks Marks(params (long Epoch, long Sequence)[] rows) =>
        EpochMarks.Of(rows.Select(row => new RecordPosition(row.Epoch, row.Sequence)));
}
