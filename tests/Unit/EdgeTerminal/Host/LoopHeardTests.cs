using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What other terminals say does not keep a guest waiting.</summary>
public sealed class LoopHeardTests : IDisposable
{
    private readonly PeerJournal peer = new("bar-2");
    private readonly LoopBench bench = new(Card(Guest, "TLF 1000000"));

    public void Dispose()
    {
        peer.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task A_tap_overtakes_what_was_heard_before_it_and_its_verdict_says_that_something_was_missing()
    {
        await bench.Loop.PostAsync(Heard(100));
        await bench.Loop.PostAsync(new LoopInput.Key("1"));
        await bench.Loop.PostAsync(bench.Seen(Guest));

        bench.Start();
        await bench.IdleAsync();

        // A piece before the key, and one before the card.
        Assert.True(Sale(0).Verdict.PeersMissing);
        Assert.Equal(1_000_000 - (2 * HeardInbox.LinesAtOnce + 1) * 350, Left());

        await PutAwayAsync();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.TapAsync(Guest);
        Assert.False(Sale(1).Verdict.PeersMissing);
        Assert.Equal(1_000_000 - (100 + 2) * 350, Left());
    }

    [Fact]
    public async Task The_line_of_one_sale_is_taken_in_before_a_tap_and_nothing_is_missing()
    {
        await bench.Loop.PostAsync(Heard(1));
        await bench.Loop.PostAsync(new LoopInput.Key("1"));
        await bench.Loop.PostAsync(Heard(1));
        await bench.Loop.PostAsync(bench.Seen(Guest));

        bench.Start();
        await bench.IdleAsync();

        Assert.False(Sale(0).Verdict.PeersMissing);
        Assert.Equal(1_000_000 - 3 * 350, Left());
    }

    [Fact]
    public async Task A_line_that_came_while_a_fault_was_written_is_taken_in_before_the_tap_behind_it()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.GiveAsync(Heard(1));
        var hasTapped = false;
        bench.Disk.Stepped = () => hasTapped = hasTapped || bench.Loop.Offer(bench.Seen(Guest));

        bench.Cache.Damage = "a chunk is not there";
        await bench.GiveAsync(Heard(1));

        Assert.IsType<Fact.FaultRaised>(bench.Facts[^2]);
        Assert.False(Sale(0).Verdict.PeersMissing);
        Assert.Equal(1_000_000 - 3 * 350, Left());
    }

    [Fact]
    public async Task A_backlog_takes_no_guests_place_in_the_inbox()
    {
        for (var message = 0; message < 4; message++)
            await bench.Loop.PostAsync(Heard(100));
        var next = bench.Loop.PostAsync(Heard(100)).AsTask();
        Assert.False(next.IsCompleted);

        for (var key = 0; key < 200; key++)
            Assert.True(bench.Loop.Offer(new LoopInput.Key("nothing")));

        bench.Start();
        await Eventually.CompletesAsync(next, "the rest finds room", TestContext.Current.CancellationToken);
        await bench.IdleAsync();
        await bench.TapAsync(Guest);
        Assert.Equal(
            Amounts($"TLF {1_000_000 - 500 * 350}"), Assert.IsType<GuestScreen.Balance>(bench.Notes.Screens[^1]).Left);
    }

    [Fact]
    public async Task Lines_are_taken_a_few_at_a_time_in_their_order_and_until_the_last_something_is_missing()
    {
        var inbox = new HeardInbox();
        var told = new RelayNews.PeersHeard([.. Lines(10)], SomeMissing: false);
        Assert.False(inbox.IsAnyWaiting);
        Assert.Null(inbox.Take());
        await inbox.PostAsync(told);
        await inbox.PostAsync(new RelayNews.PeersHeard([], SomeMissing: false));

        var taken = new List<Input.PeersHeard>();
        while (inbox.Take() is { } next)
            taken.Add(next);

        Assert.All(taken, piece => Assert.InRange(piece.Records.Length, 0, HeardInbox.LinesAtOnce));
        Assert.Equal(told.Records, taken.SelectMany(piece => piece.Records));
        Assert.All(taken.SkipLast(1), piece => Assert.True(piece.SomeMissing));
        Assert.False(taken[^1].SomeMissing);
        Assert.False(inbox.IsAnyWaiting);
    }

    [Fact]
    public async Task What_the_relay_knows_to_be_missing_is_missing_behind_the_last_line_too()
    {
        var inbox = new HeardInbox();
        await inbox.PostAsync(new RelayNews.PeersHeard([], SomeMissing: true));

        Assert.True(inbox.Take()!.SomeMissing);
    }

    [Fact]
    public async Task Whoever_checks_lines_stands_aside_while_a_guest_is_answered_and_not_while_lines_are_taken()
    {
        var seen = new List<(string Screen, bool IsAnswering)>();
        bench.Notes.OnShow = screen => seen.Add((screen.GetType().Name, bench.Loop.Guests.IsAnswering));
        bench.Start();
        await bench.GiveAsync(new LoopInput.Key("1"));
        await bench.GiveAsync(Heard(10));
        Assert.False(bench.Loop.Guests.IsAnswering);
        await bench.TapAsync(Guest);

        Assert.Contains(("Approved", true), seen);
        Assert.False(bench.Loop.Guests.IsAnswering);
    }

    private LoopInput.News Heard(int lines) =>
        new(new RelayNews.PeersHeard([.. Lines(lines)], SomeMissing: false));

    private IEnumerable<HeardRecord> Lines(int count) =>
        Enumerable.Range(0, count).Select(_ => peer.Write(JournalWriter.Beer(Guest))).ToImmutableArray();

    private Fact.Sale Sale(int number) => bench.Facts.OfType<Fact.Sale>().ElementAt(number);

    private long Left() => bench.Notes.Screens.OfType<GuestScreen.Approved>().Last().Left[^1].Amount.MinorUnits;

    private async Task PutAwayAsync()
    {
        await bench.GiveAsync(new LoopInput.Shown(bench.Notes.Screens[^1]));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await bench.IdleAsync();
    }
}
