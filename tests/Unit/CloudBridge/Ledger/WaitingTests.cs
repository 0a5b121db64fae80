using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What an operator does about records that wait: of a guest with 10.00 and another with 5.00.</summary>
public sealed class WaitingTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public WaitingTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 500"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>Who has the terminal's key claims a place that it never reached; no gap so long is closed.</summary>
    [Fact]
    public void A_record_that_claims_a_place_far_beyond_is_booked_beside_the_chain_by_a_signed_act()
    {
        var far = Far(1_000_003, JournalWriter.Beer(Guest));
        ledger.Take(far);
        Assert.Equal((1000, 650), (ledger.Balance(Guest), ledger.Listed(Guest)));

        Assert.Null(Book(1_000_003));

        Assert.Equal((650, 650, 0), (ledger.Balance(Guest), ledger.Listed(Guest), Waiting));
        Assert.Equal(RowKind.Fork, Assert.Single(ledger.Rows).Kind);
        ledger.Take(far);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        Assert.Equal((300, 1), (ledger.Balance(Guest), ledger.Store.Read(books => books.Forks)));
        Assert.Equal(ledger.State, ledger.Crash().State);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_such_a_record_gives_is_in_suspense_and_what_waits_behind_it_goes_with_it()
    {
        var refill = Far(50, new Fact.Refill(JournalWriter.Beer(Guest).Payments[0], Site.Card(Other)));
        ledger.Take(Far(51, JournalWriter.Beer(Guest), refill.Hash()), refill, Far(90, JournalWriter.Beer(Other)));

        Assert.Null(Book(50, refill.Hash()));

        Assert.Equal((650, 350, 500), (ledger.Balance(Guest), ledger.Suspense(Guest), ledger.Balance(Other)));
        Assert.Equal(1, Waiting);
        Assert.Null(Book(60));
        Assert.Equal((150, 0), (ledger.Balance(Other), Waiting));
        Assert.Empty(ledger.Problems);
    }

    [Theory]
    [InlineData(1, 51, "no such record of bar-1 waits at 1/51")]
    [InlineData(2, 50, "terminal bar-1 or its epoch 2 is not enrolled")]
    public void Only_what_waits_can_be_booked_so(long epoch, long from, string expected)
    {
        ledger.Take(Far(50, JournalWriter.Beer(Guest)));

        Assert.Equal(expected, ledger.Treasury.BookWaiting(Site.Bar, new RecordPosition(epoch, from), "not ours"));
        Assert.Equal(
            "no such record of bar-1 waits at 1/50", Book(50, Digest.Of("another"u8)));
    }

    [Fact]
    public void What_may_still_be_followed_by_what_is_missing_is_not_booked_so()
    {
        ledger.Logic.Received([LedgerBench.Message(Far(50, JournalWriter.Beer(Guest)))], 0, Clock.Noon - 1_000);

        Assert.Contains("the gap is 1 seconds old", Book(50), StringComparison.Ordinal);
        Assert.Null(ledger.Treasury.BookWaiting(
            Site.Bar, new RecordPosition(1, 50), "not ours", evenIfYoung: true));
    }

    [Fact]
    public void A_gap_behind_which_two_branches_wait_is_closed_only_for_the_one_that_is_named()
    {
        var (one, other) = (Digest.Of("one"u8), Digest.Of("other"u8));
        ledger.Take(Far(3, JournalWriter.Beer(Guest), one), Far(3, JournalWriter.Beer(Other), other));
        var through = new RecordPosition(1, 2);

        var why = ledger.Treasury.CloseGap(Site.Bar, through, "lost");

        Assert.StartsWith("2 branches wait behind it", why, StringComparison.Ordinal);
        Assert.Contains($"{one} (behind it record 1/3, made at 2026-", why, StringComparison.Ordinal);
        Assert.Contains($"{other} (", why, StringComparison.Ordinal);
        var row = Assert.Single(ledger.Store.Read(books => ReconcileReport.Of(books, [], Noon)));
        Assert.Contains($"{other} (", row.What, StringComparison.Ordinal);
        Assert.StartsWith(
            "the gap of bar-1",
            ledger.Treasury.CloseGap(Site.Bar, through, "lost", hash: Digest.Of("third"u8)),
            StringComparison.Ordinal);

        Assert.Null(ledger.Treasury.CloseGap(Site.Bar, through, "lost", hash: other));

        Assert.Equal((650, 150, 0), (ledger.Balance(Guest), ledger.Balance(Other), Waiting));
        var chain = ledger.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!);
        Assert.Equal((3, other), (chain.Sequence, chain.HashOf(2)));
        Assert.Equal(1, ledger.Store.Read(books => books.Forks));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_terminal_of_which_nothing_came_for_a_day_has_a_row_until_it_comes_back()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        IReadOnlyList<ReportRow> Report(double hours) => ledger.Crash().Store.Read(books =>
            ReconcileReport.Of(books, [], Noon.AddHours(hours)));
        Assert.Empty(Report(22.9));

        var row = Assert.Single(Report(23));

        Assert.Equal(("unacknowledged", Site.Bar, "1/1"), (row.Kind, row.Terminal, row.Record));
        Assert.Contains("nothing came for 24 hours", row.What, StringComparison.Ordinal);
        ledger.Logic.Received(
            [LedgerBench.Message(terminal.Next(new Fact.FireOpened()))], 0, Clock.Noon + 23 * Clock.Hour);
        Assert.Empty(Report(40));
    }

    private static DateTimeOffset Noon => DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon);

    private int Waiting => ledger.Store.Read(books => books.Terminal(Site.Bar).Waiting);

    private string? Book(long from, Digest? hash = null) =>
        ledger.Treasury.BookWaiting(Site.Bar, new RecordPosition(1, from), "bar-1 never wrote it", hash);

    private SignedObject Far(long sequence, Fact fact, Digest previous = default) =>
        RecordLine.Write(Records.At(sequence, fact, previous), site.Terminal);
}
