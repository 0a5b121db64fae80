using System.Text;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

public sealed class OutboxTests : IDisposable
{
    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly JournalBench bench;
    private readonly Journal journal;

    public OutboxTests()
    {
        bench = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 3_000, ReceiptEvery = 5 } };
        journal = bench.Open(disk).Journal;
        JournalBench.Sell(journal, 20);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void All_lines_are_read_once_in_order_over_segments()
    {
        var all = new StringBuilder();
        var after = journal.Outbox.Acked;
        while (journal.Outbox.Read(after, 2_500) is { Lines.IsEmpty: false } batch)
        {
            Assert.InRange(batch.Lines.Length, 1, 2_500);
            all.Append(Encoding.ASCII.GetString(batch.Lines.Span));
            after = batch.Last;
        }

        Assert.Equal(new RecordPosition(1, 20), after);
        Assert.Equal(Content(), all.ToString());
    }

    [Fact]
    public void At_least_one_line_is_read() =>
        Assert.Equal(new RecordPosition(1, 1), journal.Outbox.Read(journal.Outbox.Acked, 1).Last);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(19)]
    public void Reading_may_begin_anywhere(long after)
    {
        journal.Outbox.Read(new RecordPosition(1, 13), 1);

        var batch = journal.Outbox.Read(new RecordPosition(1, after), 1);

        Assert.Equal(after + 1, batch.Last.Sequence);
        Assert.Equal(Content().Split('\n')[after] + "\n", Encoding.ASCII.GetString(batch.Lines.Span));
    }

    [Fact]
    public void What_comes_while_reading_is_read_next()
    {
        Assert.True(journal.Outbox.Read(new RecordPosition(1, 20), 64_000).Lines.IsEmpty);

        JournalBench.Sell(journal, 1);

        Assert.Equal(new RecordPosition(1, 21), journal.Outbox.Read(new RecordPosition(1, 20), 64_000).Last);
    }

    [Fact]
    public void An_ack_moves_the_cursor_forward_only()
    {
        Assert.Equal(AckOutcome.Advanced, Ack(12));
        Assert.Equal(AckOutcome.Repeated, Ack(12));
        Assert.Equal(AckOutcome.Outdated, Ack(7));

        Assert.Equal(new RecordPosition(1, 12), journal.Outbox.Acked);
        Assert.Equal(8, journal.Outbox.Unacked);
    }

    [Fact]
    public void Only_a_higher_era_moves_it_back()
    {
        Ack(12);

        Assert.Equal(AckOutcome.MovedBack, Ack(7, era: 2));
        Assert.Equal(AckOutcome.Outdated, Ack(12, era: 1));

        Assert.Equal(new RecordPosition(1, 7), journal.Outbox.Acked);
    }

    [Fact]
    public void An_ack_beyond_our_end_or_with_another_hash_says_that_an_older_image_was_restored()
    {
        Assert.Equal(AckOutcome.Diverged, Ack(21));
        Assert.True(journal.Outbox.HasDiverged);
        Assert.Equal(AckOutcome.Diverged, Acknowledge(journal, new EpochAck(1, 5, Digest.Of("other"u8)), 1));
        Assert.Equal(20, journal.Outbox.Unacked);
    }

    [Fact]
    public void The_receipt_outlives_a_stop()
    {
        Ack(3);
        journal.Dispose();

        Assert.Equal(new RecordPosition(1, 3), bench.Open(disk.AfterPowerCut()).Journal.Outbox.Acked);
    }

    [Fact]
    public void After_a_power_cut_a_few_acked_records_may_be_sent_again_and_none_is_skipped()
    {
        Ack(6);
        Ack(9);

        Assert.Equal(new RecordPosition(1, 6), bench.Open(disk.AfterPowerCut()).Journal.Outbox.Acked);
    }

    [Fact]
    public void A_receipt_that_could_not_be_kept_is_kept_with_the_next_ack()
    {
        disk.Room = 0;
        Assert.Equal(AckOutcome.Advanced, Ack(6));
        Assert.Equal(new RecordPosition(1, 6), journal.Outbox.Acked);
        disk.Room = long.MaxValue;

        Ack(7);

        Assert.Equal(new RecordPosition(1, 7), bench.Open(disk.AfterPowerCut()).Journal.Outbox.Acked);
    }

    /// <summary>What is sent is ahead of what is acknowledged: the two must not share a place in the file.</summary>
    [Fact]
    public void Sending_and_acks_side_by_side_do_not_scan_the_journal_again_and_again()
    {
        const int records = 300;
        const int longestLine = 16 * 1024 + 1;
        var full = new ForgetfulDisk();
        var longer = new JournalBench(site).Open(full).Journal;
        JournalBench.Sell(longer, records);
        var rows = Rows(full).ToList();
        var before = full.BytesRead;

        var sent = longer.Outbox.Acked;
        for (var step = 0; step < records + 20; step++)
        {
            sent = longer.Outbox.Read(sent, 1).Last;
            if (step >= 20)
                Assert.Equal(AckOutcome.Advanced, Acknowledge(longer, rows[step - 20], 1));
        }

        Assert.InRange(full.BytesRead - before, 1, 2 * records * longestLine);
    }

    /// <summary>Whoever watches asks every few seconds, and the ledger may be away for days.</summary>
    [Fact]
    public void Looking_at_the_oldest_again_and_again_does_not_scan_the_journal()
    {
        const int longestLine = 16 * 1024 + 1;
        var full = new ForgetfulDisk();
        var longer = new JournalBench(site).Open(full).Journal;
        JournalBench.Sell(longer, 300);
        var rows = Rows(full).ToList();
        Assert.Equal(AckOutcome.Advanced, Acknowledge(longer, rows[250], 1));
        var first = longer.Outbox.ReadOldest();
        var before = full.BytesRead;

        for (var again = 0; again < 100; again++)
            Assert.Equal(first, longer.Outbox.ReadOldest());
        Assert.Equal(before, full.BytesRead);

        Assert.Equal(AckOutcome.Advanced, Acknowledge(longer, rows[251], 1));
        Assert.NotEqual(first, longer.Outbox.ReadOldest());
        // One line, and the ack's own look at its record.
        Assert.InRange(full.BytesRead - before, 1, 3 * longestLine);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a receipt")]
    public void A_damaged_receipt_costs_sending_again(string content)
    {
        Ack(12);
        journal.Dispose();
        disk.Replace(JournalOutbox.ReceiptName, Encoding.ASCII.GetBytes(content));

        Assert.Equal(new RecordPosition(1, 0), bench.Open(disk).Journal.Outbox.Acked);
    }

    [Fact]
    public void A_receipt_for_records_that_are_gone_is_seen_at_the_start()
    {
        var older = disk.AfterPowerCut();
        JournalBench.Sell(journal, 5);
        Ack(25);
        journal.Dispose();
        older.Replace(JournalOutbox.ReceiptName, disk.Read(JournalOutbox.ReceiptName));

        Assert.True(bench.Open(older).Journal.Outbox.HasDiverged);
    }

    [Fact]
    public void An_earlier_epoch_goes_out_before_a_later_one()
    {
        Ack(18);
        journal.Begin(2, left: null);
        JournalBench.Sell(journal, 2);

        var first = journal.Outbox.Read(journal.Outbox.Acked, 64_000);
        var next = journal.Outbox.Read(first.Last, 64_000);

        Assert.Equal((new RecordPosition(1, 20), new RecordPosition(2, 2)), (first.Last, next.Last));
        Assert.Equal(4, journal.Outbox.Unacked);
    }

    [Fact]
    public void An_ack_for_a_journal_that_is_empty_says_that_an_older_image_was_restored()
    {
        var empty = bench.Open(new ForgetfulDisk()).Journal;

        Assert.Equal(AckOutcome.Repeated, Acknowledge(empty, new EpochAck(1, 0, Digest.Zero), 1));
        Assert.Equal(AckOutcome.Diverged, Acknowledge(empty, new EpochAck(1, 500, Digest.Of("x"u8)), 1));
    }

    [Fact]
    public void Reading_on_from_beyond_the_end_of_an_epoch_goes_on_with_the_next()
    {
        journal.Begin(2, left: null);
        JournalBench.Sell(journal, 2);

        Assert.Equal(new RecordPosition(2, 2), journal.Outbox.Read(new RecordPosition(1, 99), 64_000).Last);
    }

    private AckOutcome Ack(long sequence, long era = 1)
    {
        var row = Rows(disk).ElementAtOrDefault((int)sequence - 1)
            ?? new EpochAck(1, sequence, Digest.Of("beyond the end"u8));
        return Acknowledge(journal, row, era);
    }

    private AckOutcome Acknowledge(Journal of, EpochAck row, long era)
    {
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [row]);
        return of.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    /// <summary>An ack's row for each record.</summary>
    private static IEnumerable<EpochAck> Rows(ForgetfulDisk on) => Content(on)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(line)).OrThrow().Hash())
        .Select((hash, index) => new EpochAck(1, index + 1, hash));

    private string Content() => Content(disk);

    private static string Content(ForgetfulDisk on) => string.Concat(
        JournalSegment.In(on).Select(segment => Encoding.ASCII.GetString(on.Read(segment.Name))));
}
