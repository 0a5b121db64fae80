using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Lines that come before those that they follow: of a guest with 10.00 and another with 5.00.</summary>
public sealed class ParkingTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public ParkingTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 500"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_line_beyond_a_gap_is_kept_through_a_crash_and_lowers_the_list_alone()
    {
        var first = Beer(Guest);
        Beer(Guest);
        ledger.Take(first, Beer(Guest));

        foreach (var bench in new[] { ledger, ledger.Crash() })
        {
            Assert.Equal((650, 300, 1), (bench.Balance(Guest), bench.Listed(Guest), Parked(bench)));
            Assert.Equal([new Watermark(Site.Bar, 1, 1)], bench.Store.Read(books => books.Watermarks().ToList()));
        }
    }

    [Fact]
    public void A_hold_that_waits_lowers_the_list_and_a_refill_that_waits_raises_nothing()
    {
        var payment = JournalWriter.Beer(Guest).Payments[0];
        Beer(Guest);
        ledger.Take(terminal.Next(new Fact.Refill(payment, Site.Card(Other))));
        Assert.Equal(1000, ledger.Listed(Guest));

        ledger.Take(terminal.Next(
            new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict)));
        Assert.Equal((1000, 650), (ledger.Balance(Guest), ledger.Listed(Guest)));
    }

    [Fact]
    public void What_waits_of_an_asset_that_the_wallet_never_had_is_in_the_list_below_zero()
    {
        Beer(Guest);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest, "FED")));

        Assert.Equal((1000, -350), (ledger.Listed(Guest), ledger.Listed(Guest, "FED")));
    }

    [Fact]
    public void A_pour_that_waits_whole_counts_once_by_what_was_poured()
    {
        var payment = JournalWriter.Beer(Guest).Payments[0];
        Beer(Guest);
        ledger.Take(
            terminal.Next(new Fact.Hold(payment, ArticleId.Parse("beer"), new Money(700), 500, Records.Verdict)),
            terminal.Next(new Fact.Capture(
                new RecordPosition(1, 2),
                payment with { Parts = [Records.Amount("TLF", 250)] }, 10, 1_000, "cardGone")));

        Assert.Equal((1000, 750), (ledger.Balance(Guest), ledger.Listed(Guest)));
    }

    [Fact]
    public void What_waits_of_an_asset_that_the_site_does_not_have_is_in_no_list()
    {
        Beer(Guest);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest, "TLF-MOON")));

        Assert.Equal(
            ["TLF"], ledger.Store.Read(books => books.Find(Site.Card(Guest))!.Balances.Select(row => $"{row.Asset}")));
    }

    [Fact]
    public void When_the_gap_fills_what_waits_is_booked_in_order_whatever_order_it_came_in()
    {
        SignedObject[] lines = [.. Enumerable.Range(0, 6).Select(_ => Beer(Other))];
        ledger.Take(lines[0], lines[5], lines[3], lines[2], lines[4]);

        ledger.Take(lines[1]);

        Assert.Equal((500 - 6 * 350, 0, 6), (ledger.Balance(Other), Parked(ledger), Sequence(ledger)));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6],
            ledger.Store.Entries().OfType<LedgerEntry.RecordBooked>().Select(row => (int)row.Sequence));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_line_that_comes_again_while_it_waits_is_kept_once()
    {
        Beer(Guest);
        var waiting = Beer(Guest);
        ledger.Take(waiting);
        var entries = ledger.Store.Entries().Count();

        ledger.Take(waiting, waiting);
        ledger.Crash().Take(waiting);

        Assert.Equal((entries, 650), (ledger.Store.Entries().Count(), ledger.Listed(Guest)));
    }

    [Fact]
    public void A_line_that_does_not_follow_what_came_at_last_is_a_fork()
    {
        ledger.Take(Beer(Guest));
        var branch = terminal.Branch();
        branch.Next(new Fact.FireOpened());
        ledger.Take(branch.Next(JournalWriter.Beer(Other)));
        Assert.Equal(1, Parked(ledger));

        ledger.Take(Beer(Guest));

        Assert.Equal((2, 0, 1), (Sequence(ledger), Parked(ledger), ledger.Store.Read(books => books.Forks)));
        Assert.Equal((300, 150), (ledger.Balance(Guest), ledger.Balance(Other)));
    }

    [Fact]
    public void Of_two_lines_that_wait_for_one_place_the_one_that_follows_gets_it()
    {
        ledger.Take(Beer(Guest));
        var branch = terminal.Branch();
        branch.Next(new Fact.FireOpened());
        var second = Beer(Guest);
        ledger.Take(branch.Next(JournalWriter.Beer(Other)), Beer(Guest));

        ledger.Take(second);

        Assert.Equal((3, 0, 1), (Sequence(ledger), Parked(ledger), ledger.Store.Read(books => books.Forks)));
        Assert.Equal((1000 - 3 * 350, 150), (ledger.Balance(Guest), ledger.Balance(Other)));
        Assert.Empty(ledger.Problems);
    }

    /// <summary>Nobody who holds a terminal's key can fill the ledger's disk with lines that wait.</summary>
    [Fact]
    public void Beyond_4096_lines_a_line_is_refused_until_the_gap_fills()
    {
        const int inAMessage = 64;
        var first = terminal.Next(new Fact.FireOpened());
        SignedObject[] lines =
            [.. Enumerable.Range(0, ParkedLines.MostLines).Select(_ => terminal.Next(new Fact.FireOpened()))];
        foreach (var message in lines.Chunk(inAMessage))
            ledger.Take(message);
        var beyond = Beer(Guest);
        Assert.Equal(ParkedLines.MostLines, Parked(ledger));

        var actions = ledger.Take(beyond);

        Assert.Equal("Refused", Assert.Single(actions.OfType<LedgerAction.Report>()).Kind);
        Assert.Equal((ParkedLines.MostLines, 1000), (Parked(ledger), ledger.Listed(Guest)));
        ledger.Take(first);
        ledger.Take(beyond);
        Assert.Equal((ParkedLines.MostLines + 2, 0, 650), (Sequence(ledger), Parked(ledger), ledger.Balance(Guest)));
    }

    [Fact]
    public void However_large_what_waits_is_it_has_a_bound_in_bytes()
    {
        var parked = new ParkedLines();
        var line = new ParkedLine(
            new RecordPosition(1, 2),
            Digest.Zero,
            Digest.Of("a"u8),
            new string('x', 16_000),
            Digest.Of("a"u8),
            new RecordPosition(1, 2),
            Fact: null);
        parked.Add(line);

        Assert.True(parked.HasRoomFor(ParkedLines.MostBytes - 16_000));
        Assert.False(parked.HasRoomFor(ParkedLines.MostBytes - 16_000 + 1));
        parked.Remove(line.Hash);
        Assert.True(parked.HasRoomFor(ParkedLines.MostBytes));
    }

    /// <summary>A power cut leaves the first of the entries that one message makes.</summary>
    [Fact]
    public void A_ledger_that_ended_between_any_two_entries_comes_to_the_same_books()
    {
        var first = Beer(Guest);
        var branch = terminal.Branch();
        branch.Next(JournalWriter.Beer(Other));
        var fork = branch.Next(new Fact.Refill(JournalWriter.Beer(Other).Payments[0], Site.Card(Other)));
        SignedObject[] lines = [first, fork, Beer(Guest), Beer(Guest), Beer(Guest), Beer(Other), Beer(Guest)];
        SignedObject[] order = [lines[0], lines[6], lines[1], lines[4], lines[3], lines[2], lines[5]];
        foreach (var line in order)
            ledger.Take(line);
        var entries = ledger.Store.Entries().ToList();

        for (var left = 2; left <= entries.Count; left++)
        {
            var again = LedgerBench.Of(site, entries[..left]);
            again.Logic.OnTime(0);
            foreach (var line in order)
                again.Take(line);
            Assert.Equal(WithoutList(ledger), WithoutList(again));
            Assert.Equal(WithoutList(ledger), WithoutList(again.Crash()));
            Assert.Empty(again.Problems);
        }
    }

    [Fact]
    public void What_a_crash_left_ready_is_booked_as_soon_as_the_ledger_runs()
    {
        SignedObject[] lines = [.. Enumerable.Range(0, 4).Select(_ => Beer(Guest))];
        ledger.Take(lines[3], lines[2], lines[1]);
        ledger.Take(lines[0]);
        var entries = ledger.Store.Entries().ToList();
        var again = LedgerBench.Of(site, entries[..^3]);
        Assert.Equal((1, 3), (Sequence(again), Parked(again)));

        var actions = again.Logic.Connected(0);

        Assert.Equal((4, 0), (Sequence(again), Parked(again)));
        var ack = Assert.Single(LedgerBench.Acks(site, actions));
        Assert.Equal([new EpochAck(1, 4, lines[3].Hash())], ack.Epochs);
    }

    private SignedObject Beer(string uid) => terminal.Next(JournalWriter.Beer(uid));

    private static string WithoutList(LedgerBench bench) =>
        bench.State[bench.State.IndexOf("keys", StringComparison.Ordinal)..];

    private static int Parked(LedgerBench bench) => bench.Store.Read(books => books.Terminal(Site.Bar).Parked.Count);

    private static long Sequence(LedgerBench bench) =>
        bench.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!.Sequence);
}
