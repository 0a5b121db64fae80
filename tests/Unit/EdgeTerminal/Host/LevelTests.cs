using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>Faults that the loop finds out itself.</summary>
public sealed class LevelTests : IDisposable
{
    private static readonly JournalOptions Small = new() { MostUnacked = 30, Reserved = 10 };

    private readonly LoopBench bench = new(Small, Card(Guest, "TLF 100000"));

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task A_till_that_is_full_says_so_before_the_tap_and_takes_what_must_be_written()
    {
        bench.Start();
        await SellUntilFullAsync();

        Assert.Equal(new GuestScreen.OutOfService(Reason.JournalFull), bench.Notes.Screens[^1]);
        Assert.Equal(["JournalFull"], bench.Notes.Statuses[^1].Faults);
        Assert.InRange(bench.Records.Count, 20, 25);
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        Assert.DoesNotContain(
            bench.Facts.SkipWhile(fact => fact is not Fact.FaultRaised), fact => fact is Fact.Sale or Fact.Refusal);
    }

    [Fact]
    public async Task It_sells_again_once_the_ledger_has_acknowledged()
    {
        bench.Start();
        await SellUntilFullAsync();
        bench.Acknowledge();

        await BeatAsync();

        Assert.IsType<GuestScreen.Ready>(bench.Notes.Screens[^1]);
        Assert.Contains(new Fact.FaultCleared("JournalFull"), bench.Facts);
    }

    [Fact]
    public async Task A_disk_without_room_for_the_closing_facts_is_full_until_there_is_twice_the_room()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        bench.Disk.Room = Small.ReservedBytes - 1;
        await bench.TapAsync(Guest);
        Assert.Equal(new GuestScreen.OutOfService(Reason.JournalFull), bench.Notes.Screens[^1]);
        Assert.DoesNotContain(bench.Facts, fact => fact is Fact.Sale);

        bench.Disk.Room = Small.ReservedBytes + 1_000;
        await bench.TapAsync(Guest);
        Assert.IsType<Fact.FaultRaised>(bench.Facts[^1]);

        bench.Disk.Room = 3 * Small.ReservedBytes;
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        Assert.IsType<Fact.Sale>(bench.Facts[^1]);
    }

    [Fact]
    public async Task Another_machine_with_our_key_stops_the_taps_until_it_was_quiet_for_long()
    {
        bench.Start();
        await SeeTwinAsync(epoch: 1);
        Assert.Equal(new GuestScreen.OutOfService(Reason.OutOfService), bench.Notes.Screens[^1]);
        Assert.Equal(["TerminalTwice"], bench.Notes.Statuses[^1].Faults);

        bench.Time.Advance(TimeSpan.FromSeconds(300));
        await SeeTwinAsync(epoch: 1);
        bench.Time.Advance(TimeSpan.FromSeconds(359));
        await BeatAsync();
        // Without the ledger nobody knows whether the other is still there.
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.GiveAsync(new LoopInput.Key("1"));
        Assert.IsType<Fact.FaultRaised>(bench.Facts.Last(fact => fact is Fact.FaultRaised or Fact.FaultCleared));

        await BeatAsync();
        Assert.IsType<GuestScreen.Ready>(bench.Notes.Screens[^1]);
        Assert.Equal(new Fact.FaultCleared("TerminalTwice"), bench.Facts[^1]);
    }

    [Fact]
    public async Task What_another_machine_left_in_the_epoch_before_is_settled_once_the_granted_one_has_begun()
    {
        bench.Start();
        await SeeTwinAsync(epoch: 1);
        bench.Diverge(granted: 2);

        await bench.GiveAsync(new LoopInput.News(new RelayNews.Diverged("the ledger has 1/500") { Epoch = 1 }));

        Assert.Equal(2, bench.Records[^1].Position.Epoch);
        Assert.Contains(new Fact.FaultCleared("TerminalTwice"), bench.Facts);
        Assert.DoesNotContain("TerminalTwice", bench.Notes.Statuses[^1].Faults);

        // It was seen before the move, and is told behind it.
        await SeeTwinAsync(epoch: 1);
        Assert.DoesNotContain("TerminalTwice", bench.Notes.Statuses[^1].Faults);

        await SeeTwinAsync(epoch: 2);
        Assert.Contains("TerminalTwice", bench.Notes.Statuses[^1].Faults);
    }

    [Fact]
    public async Task What_was_said_of_an_epoch_that_was_left_meanwhile_is_no_news()
    {
        bench.Start();
        bench.Diverge(granted: 2);
        await bench.GiveAsync(new LoopInput.News(new RelayNews.Diverged("the ledger has 1/500") { Epoch = 1 }));
        Assert.Contains(new Fact.FaultCleared("RolledBack"), bench.Facts);

        await bench.GiveAsync(new LoopInput.News(new RelayNews.Diverged("the ledger has 1/500") { Epoch = 1 }));
        Assert.DoesNotContain("RolledBack", bench.Notes.Statuses[^1].Faults);

        await bench.GiveAsync(new LoopInput.News(new RelayNews.Diverged("the ledger has 2/500") { Epoch = 2 }));
        Assert.Contains("RolledBack", bench.Notes.Statuses[^1].Faults);
    }

    private async Task SellUntilFullAsync()
    {
        for (var sale = 0; bench.Notes.Screens[^1] is not GuestScreen.OutOfService; sale++)
        {
            Assert.True(sale < 40, "it is never full");
            await bench.GiveAsync(new LoopInput.Key("1"));
            await bench.TapAsync(Guest);
            await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
            bench.Time.Advance(TimeSpan.FromMinutes(2));
            await bench.IdleAsync();
        }
    }

    private Task SeeTwinAsync(long epoch) =>
        bench.GiveAsync(new LoopInput.News(new RelayNews.TwinSeen("in boot 7", epoch)));

    private Task BeatAsync() => bench.GiveAsync(new LoopInput.News(new RelayNews.BeatAnswered(
        new ListVersion(1, 1),
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        (long)bench.Time.GetElapsedTime(0).TotalMilliseconds,
        bench.Time.GetUtcNow().ToUnixTimeMilliseconds())));
}
