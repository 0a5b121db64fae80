using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>What somebody must look at, and what becomes of it.</summary>
public sealed class ReconciliationTests : IDisposable
{
    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public ReconciliationTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_row_is_closed_once_by_a_signed_note_and_stays()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));

        Assert.Null(ledger.Treasury.CloseRow(1, "paid in cash"));

        var row = Assert.Single(ledger.Rows);
        Assert.Equal((RowKind.Overspend, "paid in cash"), (row.Kind, row.Closed!.Note));
        Assert.Equal("row 1 is closed already", ledger.Treasury.CloseRow(1, "again"));
        Assert.Equal("there is no row 2", ledger.Treasury.CloseRow(2, "what?"));
        Assert.Equal("there is no row 0", ledger.Treasury.CloseRow(0, "what?"));
        Assert.Equal("note: expected 1 to 500 characters", ledger.Treasury.CloseRow(1, ""));
        Assert.Equal(ledger.State, ledger.Crash().State);
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void Every_kind_of_row_says_what_to_do() =>
        Assert.All(Enum.GetValues<RowKind>(), kind => Assert.NotEmpty(ReconcileReport.ToDo(kind)));

    [Fact]
    public void The_report_has_rows_that_stay_gaps_that_are_open_and_counts_of_what_was_rejected()
    {
        ledger.Take(terminal.Next(JournalWriter.Beer(Other)));
        terminal.Next(JournalWriter.Beer(Guest));
        var actions = ledger.Take(
            terminal.Next(JournalWriter.Beer(Guest)),
            RecordLine.Write(Records.At(9, new Fact.FireOpened()), site.Ledger));
        var rejected = ledger.Rejected;
        foreach (var keep in actions.OfType<LedgerAction.KeepRejected>())
            rejected.Take(keep);
        rejected.Save();

        var report = ledger.Store.Read(books =>
            ReconcileReport.Of(books, ledger.Rejected.All(), DateTimeOffset.FromUnixTimeMilliseconds(Clock.Noon)));

        Assert.Equal(["overspend", "gap", "rejected"], report.Select(row => row.Kind));
        Assert.Equal([1, null, null], report.Select(row => row.Row));
        Assert.Equal("records 1/2 through 1/2 are missing, 1 wait behind them", report[1].What);
        Assert.Equal("UnknownKey 1; 1 kept", report[2].What);
    }

    /// <summary>A second record, so long after the first by each of the terminal's clocks.</summary>
    [Theory]
    [InlineData(1_000, 1_000, true, false)]
    [InlineData(61_000, 1_000, true, false)]
    [InlineData(61_001, 1_000, true, true)]
    [InlineData(1_000, 61_001, true, true)]
    [InlineData(-59_001, 1_000, true, true)]
    [InlineData(-3_600_000, 1_000, true, true)]
    [InlineData(-3_600_000, 1_000, false, false)]
    public void A_time_that_moves_otherwise_than_the_monotonic_clock_is_a_jump(
        long wall, long monotonic, bool isTrusted, bool isJump)
    {
        var first = Records.At(1, new Fact.FireOpened());
        var line = RecordLine.Write(first, site.Terminal);
        var stamp = first.Stamp;
        var second = Records.At(2, new Fact.FireOpened(), line.Hash()) with
        {
            Stamp = stamp with
            {
                MonotonicMilliseconds = stamp.MonotonicMilliseconds + monotonic,
                WallMilliseconds = stamp.WallMilliseconds + wall,
                Trusted = isTrusted,
            },
        };

        ledger.Take(line, RecordLine.Write(second, site.Terminal));

        Assert.Equal(isJump ? [RowKind.ClockJump] : [], ledger.Rows.Select(row => row.Kind));
        Assert.Empty(ledger.Problems);
    }

    [Fact]
    public void What_is_said_again_has_the_time_of_its_first_saying_and_that_is_no_jump()
    {
        ledger.Add(new LedgerEntry.EpochGranted(Site.Bar, 2));
        var opened = new JournalWriter(site, epoch: 2).Next(new Fact.EpochOpened(null, null));
        var sold = Records.At(2, JournalWriter.Beer(Guest), opened.Hash()) with
        {
            Position = new RecordPosition(2, 2),
            Stamp = new Stamp(1, 500, 1_780_000_000_000, Trusted: true),
            Reissues = new RecordName(1, 7, Digest.Of("a line that was left behind"u8)),
        };
        var again = RecordLine.Write(sold, site.Terminal);
        var next = Records.At(3, new Fact.FireOpened(), again.Hash()) with { Position = new RecordPosition(2, 3) };

        ledger.Take(opened, again, RecordLine.Write(next, site.Terminal));

        Assert.DoesNotContain(RowKind.ClockJump, ledger.Rows.Select(row => row.Kind));
        Assert.Equal(3, LedgerBench.Acks(site, ledger.Logic.Connected(0))[^1].Epochs[^1].Sequence);
    }

    [Fact]
    public void A_clock_that_jumps_between_two_boots_is_no_jump()
    {
        var first = Records.At(1, new Fact.FireOpened());
        var line = RecordLine.Write(first, site.Terminal);
        var second = Records.At(2, new Fact.FireOpened(), line.Hash()) with
        {
            Stamp = first.Stamp with { Boot = 2, MonotonicMilliseconds = 5 },
        };

        ledger.Take(line, RecordLine.Write(second, site.Terminal));

        Assert.Empty(ledger.Rows);
    }
}
