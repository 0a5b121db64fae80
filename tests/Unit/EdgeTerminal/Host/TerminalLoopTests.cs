using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

public sealed class TerminalLoopTests : IDisposable
{
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Nothing_is_shown_or_sounded_before_the_fact_is_synced()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        bench.Notes.All.Clear();

        await bench.TapAsync(Guest);

        Assert.Collection(
            bench.Notes.All,
            entry => Assert.StartsWith("write journal-", entry, StringComparison.Ordinal),
            entry => Assert.StartsWith("sync journal-", entry, StringComparison.Ordinal),
            entry => Assert.Equal("relay", entry),
            entry => Assert.Equal("show Approved", entry),
            entry => Assert.Equal("sound Approved", entry));
    }

    [Fact]
    public async Task What_one_decision_comes_to_is_one_write_and_one_sync()
    {
        bench.Disk.Log.Clear();
        bench.Start();
        await bench.IdleAsync();

        Assert.True(bench.Facts.Count > 1, $"{bench.Facts.Count} facts");
        Assert.Single(bench.Disk.Log, step => step.StartsWith("write journal-", StringComparison.Ordinal));
        Assert.Single(bench.Disk.Log, step => step.StartsWith("sync journal-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sale_is_shown_seen_and_put_away_in_its_time()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
        Assert.IsType<Fact.SaleShown>(bench.Facts[^1]);

        bench.Time.Advance(TimeSpan.FromMilliseconds(3_999));
        await bench.IdleAsync();
        Assert.IsType<GuestScreen.Approved>(bench.Notes.Screens[^1]);

        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(
            () => bench.Notes.Screens[^1] is GuestScreen.Ready, "ready again", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task When_the_journal_fails_nobody_is_told_yes_and_the_loop_ends()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        bench.Disk.FailNextSync = true;

        await bench.TapAsync(Guest);

        Assert.IsType<LoopEnd.JournalFailed>(await bench.EndedAsync());
        Assert.IsType<GuestScreen.OutOfService>(bench.Notes.Screens[^1]);
        Assert.DoesNotContain("show Approved", bench.Notes.All);
        Assert.DoesNotContain("sound Approved", bench.Notes.All);
        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.Sale);
    }

    [Fact]
    public async Task A_tap_that_waited_too_long_is_not_sold()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        var tap = bench.Seen(Guest);
        bench.Time.Advance(TimeSpan.FromSeconds(3.1));

        await bench.GiveAsync(tap);

        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.Sale or Fact.Refusal);
    }

    [Fact]
    public async Task Stopping_finishes_the_tap_in_hand()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        await bench.GiveAsync(new LoopInput.Core(new Input.StopRequested()));
        Assert.False(bench.HasEnded);

        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));

        Assert.IsType<LoopEnd.Stopped>(await bench.EndedAsync());
        Assert.IsType<Fact.SaleShown>(bench.Facts[^1]);
        Assert.Equal(TerminalActivity.Stopped, bench.Notes.Statuses[^1].Activity);
    }

    [Fact]
    public async Task A_new_list_is_used_once_its_fact_is_durable()
    {
        bench.Start();
        bench.Save(2, Card(Guest, "TLF 777"));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.ListStored(new ListVersion(1, 2))));

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(
            new ListVersion(1, 2), 10_000, 10_000, Clock.Noon)));
        await bench.TapAsync(Guest);

        Assert.Equal(Amounts("TLF 777"), Assert.IsType<GuestScreen.Balance>(bench.Notes.Screens[^1]).Left);
        Assert.Equal(new ListVersion(1, 2), bench.Notes.Statuses[^1].List);
    }

    [Fact]
    public async Task Once_a_list_has_our_sale_no_list_without_it_is_saved()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        var sale = bench.Records.Single(record => record.Fact is Fact.Sale).Position.Sequence;
        Assert.Null(bench.TrySave(2, sale, Card(Guest, "TLF 650")));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.ListStored(new ListVersion(1, 2))));

        Assert.NotNull(bench.TrySave(3, sale - 1, Card(Guest, "TLF 1000")));
        Assert.Null(bench.TrySave(3, sale, Card(Guest, "TLF 650")));
    }

    [Fact]
    public void Before_the_loop_runs_no_list_is_saved_either_that_lacks_what_an_earlier_one_had()
    {
        using var started = new LoopBench(
            Remembered.Nothing with { LastListed = EpochMarks.Of([new RecordPosition(1, 5)]) });

        Assert.Null(started.TrySave(2, 5));
        Assert.NotNull(started.TrySave(3, 4));
    }

    [Fact]
    public async Task A_card_whose_part_of_the_list_is_lost_is_told_so_until_the_list_is_there_again()
    {
        bench.Start();
        bench.Cache.ForgetAll();
        var chunk = Assert.Single(bench.Disk.List(), name => name.EndsWith(".chunk", StringComparison.Ordinal));
        bench.Disk.Rot(chunk, 20);

        await bench.TapAsync(Guest);

        Assert.Equal(Reason.ListExpired, Assert.IsType<GuestScreen.Refused>(bench.Notes.Screens[^1]).Reason);
        Assert.Contains(nameof(Fault.CardListLost), bench.Notes.Statuses[^1].Faults);
        bench.Save(1, Card(Guest, "TLF 1000"));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.ListStored(new ListVersion(1, 1))));
        Assert.Empty(bench.Notes.Statuses[^1].Faults);
    }

    [Fact]
    public async Task A_damaged_cache_is_a_fault_until_it_is_mended_and_cards_are_found_all_the_same()
    {
        bench.Start();
        await bench.IdleAsync();
        bench.Cache.ForgetAll();
        bench.Cache.Damage = "cards.litedb: a chunk is not there";

        await bench.TapAsync(Guest);

        Assert.IsType<GuestScreen.Balance>(bench.Notes.Screens[^1]);
        var raised = Assert.Single(bench.Facts.OfType<Fact.FaultRaised>());
        Assert.Equal((nameof(Fault.CardCacheLost), bench.Cache.Damage), (raised.Fault, raised.Detail));
        bench.Cache.Mended();
        await bench.GiveAsync(new LoopInput.Key("1"));
        Assert.Equal(nameof(Fault.CardCacheLost), Assert.Single(bench.Facts.OfType<Fact.FaultCleared>()).Fault);
    }

    [Fact]
    public async Task A_beat_makes_the_time_trusted()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(null, 0, 0, Clock.Noon)));
        bench.Time.Advance(TimeSpan.FromSeconds(7));
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);

        var sale = Assert.Single(bench.Records, record => record.Fact is Fact.Sale);
        Assert.Equal((Clock.Noon + 7_000, true), (sale.Stamp.WallMilliseconds, sale.Stamp.Trusted));
        Assert.False(bench.Records[0].Stamp.Trusted);
    }

    /// <summary>Nobody knows when between the two the ledger looked at its clock.</summary>
    [Fact]
    public async Task The_ledgers_time_is_that_of_the_middle_between_ask_and_answer_however_late_the_loop_hears_of_it()
    {
        bench.Start();
        bench.Time.Advance(TimeSpan.FromSeconds(100));
        await bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(null, 10_000, 30_000, Clock.Noon)));
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);

        var sale = Assert.Single(bench.Records, record => record.Fact is Fact.Sale);
        Assert.Equal((Clock.Noon + 80_000, true), (sale.Stamp.WallMilliseconds, sale.Stamp.Trusted));
    }

    [Fact]
    public async Task A_reader_that_is_lost_puts_the_kiosk_out_of_service_until_it_works_again()
    {
        bench.Start();
        await bench.GiveAsync(Health(ReaderHealth.Lost));
        Assert.IsType<GuestScreen.OutOfService>(bench.Notes.Screens[^1]);
        Assert.Equal(["ReaderLost"], bench.Notes.Statuses[^1].Faults);

        await bench.GiveAsync(Health(ReaderHealth.Working));

        Assert.IsType<GuestScreen.Ready>(bench.Notes.Screens[^1]);
        Assert.Equal(TerminalActivity.Serving, bench.Notes.Statuses[^1].Activity);
    }

    [Fact]
    public async Task A_journal_that_the_ledger_has_more_of_stops_all_taps()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.News(new RelayNews.Diverged("the ledger has 9")));
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);

        Assert.IsType<GuestScreen.OutOfService>(bench.Notes.Screens[^1]);
        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.Sale);
    }

    [Fact]
    public async Task When_the_inbox_is_full_taps_are_dropped_and_what_is_said_once_waits()
    {
        while (bench.Loop.Offer(new LoopInput.Key("nothing")))
        {
            // Until it is full: nobody reads yet.
        }
        var lost = bench.Loop.PostAsync(Health(ReaderHealth.Lost)).AsTask();
        Assert.False(lost.IsCompleted);
        Assert.False(bench.Loop.Offer(bench.Seen(Guest)));

        bench.Start();
        await Eventually.CompletesAsync(lost, "the fault finds room", TestContext.Current.CancellationToken);
        await bench.IdleAsync();

        Assert.Equal(["FaultRaised"], bench.Facts.Skip(3).Select(fact => fact.GetType().Name));
    }

    [Fact]
    public async Task Whoever_posts_to_a_loop_that_has_ended_does_not_wait()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Core(new Input.StopRequested()));
        await bench.EndedAsync();

        for (var late = 0; late < 1_000; late++)
            bench.Loop.Post(Health(ReaderHealth.Lost));
    }

    [Fact]
    public async Task A_late_report_of_another_guests_verdict_is_not_taken_for_this_ones()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        var first = bench.Notes.Screens[^1];
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.TrueAsync(
            () => bench.Notes.Screens[^1] is GuestScreen.Ready, "ready again", TestContext.Current.CancellationToken);
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        Assert.IsType<GuestScreen.ApprovedEarlier>(bench.Notes.Screens[^1]);

        await bench.GiveAsync(new LoopInput.Shown(first));
        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.SaleShown);

        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
        Assert.Contains(bench.Facts, fact => fact is Fact.SaleShown);
    }

    private LoopInput.Reader Health(ReaderHealth health) =>
        new(new ReaderEvent.HealthChanged(health, "for the test", bench.Time.GetTimestamp()));
}
