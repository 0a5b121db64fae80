using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Core;

/// <summary>Which list is used, and how old it is taken to be.</summary>
public class ListTests
{
    [Fact]
    public void Without_a_list_nothing_is_sold()
    {
        var driver = new TerminalDriver(Setup());
        driver.Start();

        Assert.Equal((ListMode.Missing, null), Verdict(driver));
    }

    [Fact]
    public void Without_an_echo_a_list_is_stale_from_its_arrival()
    {
        var driver = new TerminalDriver(Setup());
        driver.Start();
        driver.ApplyList(1, 0, Card(Guest, "TLF 100000"));

        Assert.Equal((ListMode.Stale, 0), Verdict(driver));
    }

    [Fact]
    public void The_age_counts_from_the_ask_not_from_the_answer()
    {
        var driver = Opened();
        driver.Wait(10 * Clock.Second);
        driver.Give(new Input.BeatAnswered(new ListVersion(1, 1), driver.Monotonic - 4_000, driver.Wall));

        Assert.Equal((ListMode.Fresh, 4_000), Verdict(driver));
    }

    [Theory]
    [InlineData(59_999, ListMode.Fresh)]
    [InlineData(60_000, ListMode.Stale)]
    [InlineData(3_599_999, ListMode.Stale)]
    [InlineData(3_600_000, ListMode.Expired)]
    public void A_list_ages_from_fresh_over_stale_to_expired(long milliseconds, ListMode mode)
    {
        var driver = Opened();
        driver.Wait(milliseconds);

        Assert.Equal((mode, milliseconds), Verdict(driver));
    }

    [Fact]
    public void An_answer_that_names_another_list_does_not_confirm_ours()
    {
        var driver = Opened();
        driver.Wait(2 * Clock.Minute);
        driver.Confirm(new ListVersion(1, 2));

        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);
    }

    [Theory]
    [InlineData(1, 2_500)]
    [InlineData(5, 10_500)]
    public void Lists_that_change_faster_than_answers_come_stay_fresh(int ahead, long oldest)
    {
        var driver = Opened();
        for (var version = 2; version < 300; version++)
        {
            driver.Give(new Input.BeatAnswered(
                new ListVersion(1, version - 1 + ahead), driver.Monotonic - 1_500, driver.Wall));
            driver.Wait(1_000);
            driver.ApplyList(version, 0, Card(Guest, "TLF 100000"));
        }

        var (mode, age) = Verdict(driver);

        Assert.Equal(ListMode.Fresh, mode);
        Assert.InRange(age!.Value, 1_000, oldest);
    }

    [Fact]
    public void An_answer_confirms_no_list_before_the_one_that_it_names()
    {
        var driver = Opened();
        driver.Confirm(new ListVersion(1, 4));
        driver.Wait(2 * Clock.Minute);
        driver.ApplyList(3, 0, Card(Guest, "TLF 100000"));

        Assert.Equal((ListMode.Stale, 2 * Clock.Minute), Verdict(driver));
    }

    [Fact]
    public void An_answer_of_another_era_confirms_nothing()
    {
        var driver = Opened();
        driver.Confirm(new ListVersion(1, 4));
        driver.ApplyList(new ListVersion(2, 5), 0, Card(Guest, "TLF 100000"));

        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);
    }

    [Fact]
    public void An_answer_that_comes_late_does_not_make_the_list_older()
    {
        var driver = Opened();
        driver.Wait(5_000);
        driver.Confirm();
        driver.Give(new Input.BeatAnswered(new ListVersion(1, 1), 0, driver.Wall));

        Assert.Equal((ListMode.Fresh, 0), Verdict(driver));
    }

    [Fact]
    public void A_later_list_is_as_fresh_as_the_one_before()
    {
        var driver = Opened();
        driver.Wait(5_000);
        driver.ApplyList(2, 0, Card(Guest, "TLF 100000"));

        Assert.Equal((ListMode.Fresh, 5_000), Verdict(driver));
    }

    [Fact]
    public void A_list_of_another_era_is_not()
    {
        var driver = Opened();
        driver.ApplyList(new ListVersion(2, 1), 0, Card(Guest, "TLF 100000"));

        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 4)]
    public void A_list_that_is_not_above_the_last_is_refused(long era, long version)
    {
        var driver = Opened();
        driver.ApplyList(5, 0, Card(Guest, "TLF 100000"));

        Assert.NotNull(driver.ApplyList(new ListVersion(era, version), 0).Ignored);
        Assert.Equal(new ListVersion(1, 5), driver.State.Past.List);
    }

    [Fact]
    public void An_older_list_is_refused_after_the_file_was_lost_too()
    {
        var driver = Opened();
        driver.ApplyList(5, 0, Card(Guest, "TLF 100000"));
        driver.LoseListFile();
        driver.Restart();

        Assert.NotNull(driver.ApplyList(4, 0, Card(Guest, "TLF 100000")).Ignored);
        Assert.Equal((ListMode.Missing, null), Verdict(driver));
        Assert.Contains(Fault.CardListLost, driver.State.Past.Faults);
    }

    [Fact]
    public void A_lost_list_is_a_fault_until_the_next_one_comes()
    {
        var driver = Opened();
        driver.LoseListFile();
        driver.Restart();

        driver.ApplyList(6, 0, Card(Guest, "TLF 100000"));

        Assert.Empty(driver.State.Past.Faults);
        Assert.NotEqual(ListMode.Missing, Verdict(driver).Mode);
    }

    [Fact]
    public void A_list_that_is_lost_while_it_is_used_is_used_again_once_it_was_fetched_again()
    {
        var driver = Opened();
        driver.Give(new Input.ListLost("a chunk is missing"));
        Assert.Equal([Fault.CardListLost], driver.State.Past.Faults);
        Assert.Equal((ListMode.Missing, null), Verdict(driver));
        Assert.NotNull(driver.Give(new Input.ListLost("another chunk is missing")).Ignored);

        var again = driver.Store(driver.State.Past.List!, watermark: 0, Card(Guest, "TLF 100000"));
        Assert.Null(driver.Give(new Input.ListStored(again)).Ignored);

        Assert.Empty(driver.State.Past.Faults);
        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);
    }

    [Fact]
    public void A_list_that_was_on_disk_before_its_fact_was_is_applied_at_the_start()
    {
        var driver = Opened();
        driver.Store(new ListVersion(1, 9), watermark: 3, Card(Guest, "TLF 777"));

        driver.Restart();

        Assert.Equal(
            new Fact.ListApplied(new ListVersion(1, 9), new RecordPosition(1, 3), 1),
            driver.Journal[^1].Fact);
    }

    [Fact]
    public void After_a_power_cut_the_age_goes_on_from_the_last_record_with_the_time_since_power_came()
    {
        var driver = Opened();
        driver.Wait(20_000);
        Assert.Equal((ListMode.Fresh, 20_000), Verdict(driver));

        driver.LosePower();
        driver.Monotonic = 8_000;

        Assert.Equal((ListMode.Stale, 28_000), Verdict(driver));
    }

    [Fact]
    public void Time_that_was_powered_counts_over_several_boots_although_nobody_bought_anything()
    {
        var driver = Opened();
        driver.Wait(20_000);
        driver.Give(new Input.FaultBegan(Fault.CardCacheLost, "a record, 20 seconds after the beat was heard"));

        driver.LosePower();
        driver.Monotonic = 100_000;
        driver.Give(new Input.FaultBegan(Fault.CardCacheLost, "a record, 100 seconds after power came"));
        driver.LosePower();
        driver.Monotonic = 8_000;

        Assert.Equal((ListMode.Stale, 128_000), Verdict(driver));
    }

    [Fact]
    public void After_a_restart_of_the_daemon_alone_no_time_is_lost()
    {
        var driver = Opened();
        driver.Wait(20_000);
        Assert.Equal((ListMode.Fresh, 20_000), Verdict(driver));

        driver.Wait(15_000);
        driver.Restart();

        Assert.Equal((ListMode.Stale, 35_000), Verdict(driver));
    }

    [Fact]
    public void Too_many_starts_without_a_beat_make_the_list_expired_until_one_comes()
    {
        var driver = Opened();
        for (var boot = 0; boot < 3; boot++)
            driver.LosePower();
        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);

        driver.LosePower();
        Assert.Equal(ListMode.Expired, Verdict(driver).Mode);

        driver.Confirm();
        Assert.Equal(ListMode.Fresh, Verdict(driver).Mode);
        driver.LosePower();
        Assert.Equal(ListMode.Stale, Verdict(driver).Mode);
    }

    [Fact]
    public void The_first_beat_of_a_boot_is_recorded_and_no_other()
    {
        var driver = Opened();
        driver.Confirm();
        driver.Confirm();

        Assert.Single(driver.Journal, record => record.Fact is Fact.BeatHeard);
    }

    [Fact]
    public void The_list_in_use_is_taken_again_when_its_file_was_lost()
    {
        var driver = Opened();
        driver.LoseListFile();
        driver.Restart();
        Assert.Equal([Fault.CardListLost], driver.State.Past.Faults);
        Assert.Equal((ListMode.Missing, null), Verdict(driver));

        driver.ApplyList(1, 0, Card(Guest, "TLF 100000"));
        driver.Confirm();

        Assert.Equal(ListMode.Fresh, Verdict(driver).Mode);
        Assert.Empty(driver.State.Past.Faults);
    }

    [Fact]
    public void A_restored_ledgers_list_is_not_used_until_it_has_our_sales_again()
    {
        var driver = Opened();
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        driver.Finish();
        var sale = driver.Journal.Last(record => record.Fact is Fact.Sale).Position.Sequence;
        driver.ApplyList(2, sale + 1, Card(Guest, "TLF 99650"));

        Assert.NotNull(driver.ApplyList(new ListVersion(2, 1), sale - 1, Card(Guest, "TLF 100000")).Ignored);
        Assert.NotEmpty(driver.ApplyList(new ListVersion(2, 2), sale, Card(Guest, "TLF 99650")).Facts);
    }

    private static TerminalDriver Opened() => Open(Setup(), Card(Guest, "TLF 100000"));

    /// <summary>What a verdict given now is based on.</summary>
    private static (ListMode Mode, long? Age) Verdict(TerminalDriver driver)
    {
        driver.Give(new Input.ArticleChosen(Beer));
        driver.Tap(Guest);
        var verdict = driver.LastFact!.DecidedOn() ?? throw new InvalidOperationException("No verdict.");
        driver.Give(new Input.VerdictShown());
        driver.Give(new Input.BasketCleared());
        return (verdict.Mode, verdict.ListAgeMilliseconds);
    }
}
