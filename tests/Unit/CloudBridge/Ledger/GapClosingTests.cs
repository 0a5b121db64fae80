using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>A treasurer goes on without records: of a guest whose second to fourth beer are missing.</summary>
public sealed class GapClosingTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;
    private readonly SignedObject[] lines;

    public GapClosingTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 5000"));
        terminal = new JournalWriter(site);
        lines = [.. Enumerable.Range(0, 6).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];
        ledger.Take(lines[0], lines[4], lines[5]);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_waited_is_booked_and_acknowledged_and_a_row_says_what_is_missing()
    {
        Assert.Null(Close(4));

        Assert.Equal((5000 - 3 * 350, 6), (ledger.Balance(Guest), Chain(ledger).Sequence));
        var row = Assert.Single(ledger.Rows);
        Assert.Equal(
            (RowKind.Gap, "records 1/2 through 1/4 did not come", "the card died"),
            (row.Kind, row.What, row.Closed!.Note));
        Assert.Equal(ledger.State, ledger.Crash().State);
        Assert.Empty(ledger.Problems);
    }

    /// <summary>It fills by itself within seconds, and the ledger asks for it.</summary>
    [Fact]
    public void A_gap_that_is_young_is_not_closed_but_by_who_says_that_he_knows()
    {
        var young = new LedgerBench(site).With((Guest, "TLF 5000"));
        young.Logic.Received([LedgerBench.Message(lines[4])], 0, Clock.Noon - 599_000);
        var through = new RecordPosition(1, 4);

        Assert.Contains(
            "the gap is 599 seconds old", young.Treasury.CloseGap(Site.Bar, through, "lost"), StringComparison.Ordinal);
        Assert.Equal(0, Chain(young).Sequence);

        Assert.Null(young.Crash().Treasury.CloseGap(Site.Bar, through, "lost", evenIfYoung: true));
    }

    [Fact]
    public void A_terminal_is_asked_for_what_is_missing_while_the_gap_is_open_and_once_it_is_closed()
    {
        var open = new ResendMessage(1, 2, 4);
        Assert.Empty(Asked(0));
        Assert.Empty(Asked(9_999));
        Assert.Equal([open], Asked(10_000));
        Assert.Empty(Asked(69_999));
        Assert.Equal([open], Asked(70_000));

        Close(4);
        Assert.Equal([open], Asked(70_500));
        Assert.Empty(Asked(3_600_000));
        Assert.Equal([open], Asked(3_670_500));

        ledger.Take(lines[1], lines[3]);
        Assert.Equal([new ResendMessage(1, 3, 3)], Asked(7_300_000));
        ledger.Take(lines[2]);
        Assert.Empty(Asked(20_000_000));
    }

    [Fact]
    public void A_gap_that_fills_in_seconds_is_asked_for_by_nobody()
    {
        Assert.Empty(Asked(0));
        ledger.Take(lines[1], lines[2], lines[3]);

        Assert.Empty(Asked(60_000));
    }

    private List<ResendMessage> Asked(long now) =>
    [
        .. from publish in ledger.Logic.OnTime(now).OfType<LedgerAction.Publish>()
           where publish.Message.Topic == LedgerBench.Topics.Of(Site.Bar, TerminalTopic.Resend)
           select ResendMessage.Read(publish.Message.Payload.Span).OrThrow(),
    ];

    /// <summary>The command is another process than the ledger that runs.</summary>
    [Fact]
    public void A_ledger_that_runs_acknowledges_by_itself_what_another_process_let_go_on()
    {
        var running = new LedgerBench(site, ledger.Disk);
        running.Logic.Connected(0);
        Close(4);

        var ack = Assert.Single(LedgerBench.Acks(site, running.Logic.OnTime(500)));

        Assert.Equal([new EpochAck(1, 6, lines[5].Hash())], ack.Epochs);
        var more = terminal.Next(JournalWriter.Beer(Guest));
        Assert.Equal(7, Assert.Single(LedgerBench.Acks(site, running.Take(now: 2_000, more))).Epochs[0].Sequence);
    }

    [Fact]
    public void Records_that_come_after_all_are_booked_once_in_any_order()
    {
        Close(4);

        ledger.Take(lines[2], lines[1], lines[3], lines[2]);
        ledger.Take(lines);

        Assert.Equal((5000 - 6 * 350, 0), (ledger.Balance(Guest), Chain(ledger).Missing));
        Assert.Equal(0, ledger.Store.Read(books => books.Forks));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void A_record_that_is_not_the_one_that_was_missing_is_a_fork()
    {
        Close(4);
        var other = new JournalWriter(site);
        SignedObject[] others = [.. Enumerable.Range(0, 4).Select(_ => other.Next(new Fact.FireOpened()))];

        ledger.Take(others[3]);

        Assert.Equal((1, 3), (ledger.Store.Read(books => books.Forks), Chain(ledger).Missing));
        Assert.Empty(ledger.Problems);
    }

    [Theory]
    [InlineData(3, "the gap of bar-1 goes from 1/2 through 4")]
    [InlineData(5, "the gap of bar-1 goes from 1/2 through 4")]
    public void Only_the_whole_first_gap_can_be_closed(long through, string why)
    {
        Assert.Equal(why, Close(through));
        Assert.Equal(1, Chain(ledger).Sequence);
    }

    [Fact]
    public void Where_nothing_waits_there_is_nothing_to_close()
    {
        ledger.Take(lines);

        Assert.Equal("no record of bar-1 waits behind a gap of epoch 1", Close(6));
        Assert.Equal(
            "terminal bar-2 or its epoch 1 is not enrolled",
            ledger.Treasury.CloseGap(TerminalId.Parse("bar-2"), new RecordPosition(1, 4), "note"));
        Assert.StartsWith(
            "terminal bar-1 or its epoch 2",
            ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(2, 4), "note"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void Nothing_is_closed_without_a_note(string note)
    {
        Assert.Equal(
            "note: expected 1 to 500 characters",
            ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 4), note));
        Assert.NotNull(ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 4), new string('x', 501)));
    }

    /// <summary>A terminal may claim any place; books that remember each missing record have a bound.</summary>
    [Fact]
    public void A_gap_of_more_than_a_million_records_is_not_closed()
    {
        var bench = new LedgerBench(site).With((Guest, "TLF 5000"));
        bench.Take(RecordLine.Write(Records.At(1_000_002, new Fact.FireOpened()), site.Terminal));

        Assert.Equal(
            "a gap of more than 1000000 records",
            bench.Treasury.CloseGap(Site.Bar, new RecordPosition(1, 1_000_001), "note"));
    }

    private string? Close(long through) =>
        ledger.Treasury.CloseGap(Site.Bar, new RecordPosition(1, through), "the card died");

    private static EpochChain Chain(LedgerBench bench) =>
        bench.Store.Read(books => books.Terminal(Site.Bar).Chain(1)!);
}
