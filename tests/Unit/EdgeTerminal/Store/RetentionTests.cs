using System.Text;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>Segments of three records, a day apart; the first of each but the first brings forward.</summary>
public sealed class RetentionTests : IDisposable
{
    private const int Written = 22;

    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly JournalBench bench;
    private readonly Journal journal;

    public RetentionTests()
    {
        bench = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 3_000 } };
        journal = bench.Open(disk).Journal;
        Fill(journal, trusted: true);
    }

    public void Dispose() => site.Dispose();

    [Theory]
    // acknowledged, in the list, days that records are kept: the last that may go
    [InlineData(22, 22, 8, 12)]
    [InlineData(22, 22, 0, 21)]
    [InlineData(22, 22, 18, 3)]
    [InlineData(22, 22, 19, 0)]
    [InlineData(11, 22, 8, 9)]
    [InlineData(22, 11, 8, 9)]
    [InlineData(12, 12, 8, 12)]
    [InlineData(0, 22, 8, 0)]
    [InlineData(22, 0, 8, 0)]
    public void Only_whole_segments_go_that_are_acknowledged_and_in_the_list_and_old(
        long acked, long watermark, int daysKept, long expected)
    {
        Acknowledge(journal, acked);

        var through = journal.Outlived(Marks(watermark), Day(Written) - daysKept * Clock.Day);

        Assert.Equal(expected, through?.Sequence ?? 0);
    }

    /// <summary>
    /// Alone from the first day to the fifteenth: what was written then is old, and a backup of yesterday lacks it.
    /// </summary>
    [Theory]
    [InlineData(15, 0)]
    [InlineData(18, 0)]
    [InlineData(19, 18)]
    [InlineData(22, 21)]
    public void What_a_list_has_only_had_for_a_while_stays_however_old_it_is(int before, long expected)
    {
        var alone = new ForgetfulDisk();
        var other = bench.Open(alone).Journal;
        for (var sequence = 1; sequence <= Written; sequence++)
            Append(other, sequence, trusted: true, listed: sequence <= 16 ? 0 : null);
        Acknowledge(other, Written, alone);

        Assert.Equal(expected, other.Outlived(Marks(Written), Day(before))?.Sequence ?? 0);
    }

    [Fact]
    public void A_time_that_was_not_trusted_makes_nothing_old()
    {
        var untrusted = new ForgetfulDisk();
        var other = bench.Open(untrusted).Journal;
        Fill(other, trusted: false);
        Acknowledge(other, Written, untrusted);

        Assert.Null(other.Outlived(Marks(Written), long.MaxValue));
    }

    [Fact]
    public void A_trusted_time_behind_it_says_that_an_untrusted_segment_is_old()
    {
        var mixed = new ForgetfulDisk();
        var other = bench.Open(mixed).Journal;
        for (var sequence = 1; sequence <= Written; sequence++)
            Append(other, sequence, trusted: sequence > 12);
        Acknowledge(other, Written, mixed);

        Assert.Equal(15, other.Outlived(Marks(Written), Day(17))?.Sequence);
        Assert.Null(other.Outlived(Marks(Written), Day(12)));
    }

    [Fact]
    public void A_segment_that_brings_nothing_forward_goes_with_the_next_that_does()
    {
        var older = new ForgetfulDisk();
        var other = bench.Open(older).Journal;
        for (var sequence = 1; sequence <= Written; sequence++)
            Append(other, sequence, trusted: true, bringsForward: sequence > 12);
        Acknowledge(other, Written, older);

        Assert.Null(other.Outlived(Marks(11), long.MaxValue));
        Assert.Equal(15, other.Outlived(Marks(17), long.MaxValue)?.Sequence);
    }

    [Fact]
    public void The_oldest_segments_are_deleted_and_the_rest_is_a_whole_journal()
    {
        Retire(12);

        Assert.Equal(13, JournalSegment.In(disk)[0].First.Sequence);
        var (again, records) = bench.Open(disk.AfterPowerCut());
        Assert.Equal((13, Written + 1), (records[0].Position.Sequence, records[^1].Position.Sequence));
        Assert.Equal(new RecordPosition(1, Written + 2), JournalBench.Append(again, new Fact.FireOpened()).Position);
    }

    [Fact]
    public void The_open_segment_never_goes()
    {
        Retire(Written);

        Assert.Equal(22, Assert.Single(JournalSegment.In(disk)).First.Sequence);
        JournalBench.Append(journal, new Fact.FireOpened());
        Assert.Equal(3, bench.Open(disk.AfterPowerCut()).Records.Count);
    }

    [Fact]
    public void The_power_may_go_at_any_step_of_the_deletion_and_the_next_start_ends_it()
    {
        // Segments that bring nothing forward: half of them gone, the other half can begin no journal.
        var older = new ForgetfulDisk();
        var other = bench.Open(older).Journal;
        for (var sequence = 1; sequence <= Written; sequence++)
            Append(other, sequence, trusted: true, bringsForward: sequence > 12);
        JournalBench.Append(other, new Fact.RecordsRetired(new RecordPosition(1, 15)));
        var cuts = new List<ForgetfulDisk> { older.AfterPowerCut() };
        older.Stepped = () => cuts.Add(older.AfterPowerCut());
        other.Delete(new RecordPosition(1, 15));

        Assert.Equal(6, cuts.Count);
        foreach (var cut in cuts)
        {
            var (again, records) = bench.Open(cut);
            Assert.Contains(records[0].Position.Sequence, new long[] { 1, 13, 16 });
            again.Delete(new RecordPosition(1, 15));

            Assert.Equal(16, JournalSegment.In(cut)[0].First.Sequence);
            Assert.Equal(16, bench.Open(cut.AfterPowerCut()).Records[0].Position.Sequence);
        }
    }

    [Fact]
    public void What_was_retired_counts_as_acknowledged_although_the_receipt_is_lost()
    {
        Retire(12);

        var outbox = bench.Open(disk.AfterPowerCut()).Journal.Outbox;

        Assert.Equal((new RecordPosition(1, 12), 11), (outbox.Acked, outbox.Unacked));
        Assert.Equal(new RecordPosition(1, 13), outbox.Read(new RecordPosition(1, 4), 1).Last);
    }

    /// <summary>Whichever byte it is: with some the line still looks as if it brought something forward.</summary>
    [Fact]
    public void A_journal_whose_first_line_has_rotted_is_read_from_the_second_on()
    {
        var whole = Shortened(acked: 13);
        var name = JournalSegment.In(whole)[0].Name;
        var line = Array.IndexOf(whole.Read(name), (byte)'\n');
        for (var offset = 0; offset < line; offset++)
        {
            var rotten = whole.AfterPowerCut();
            rotten.Rot(name, offset);
            var opened = Assert.IsType<JournalOpening<List<JournalRecord>>.Opened>(bench.TryOpenAroundRot(rotten));

            // In a signature that was checked before it does no harm.
            var first = opened.Folded[0].Position.Sequence;
            Assert.Equal(first == 13 ? [] : [(13, 13)], opened.Unreadable
                .Select(rows => ((int)rows.First.Sequence, (int)rows.Last.Sequence)));
            Assert.True(first == 14 || first == 13 && offset >= line - 86, $"{offset}: begins with {first}");
            Assert.Equal(Written + 2, JournalBench.Append(opened.Journal, new Fact.FireOpened()).Position.Sequence);
            opened.Journal.Dispose();
        }
    }

    [Fact]
    public void A_journal_whose_first_line_has_rotted_is_broken_where_the_ledger_may_lack_it()
    {
        var rotten = Shortened(acked: 12);
        rotten.Rot(JournalSegment.In(rotten)[0].Name, offset: 100);

        Assert.IsType<JournalOpening<List<JournalRecord>>.Broken>(bench.TryOpenAroundRot(rotten));
    }

    [Fact]
    public void An_ack_for_a_record_that_is_gone_says_nothing_of_an_older_image()
    {
        var ofEight = Row(disk, 8);
        Acknowledge(journal, Written);
        Retire(12);

        Assert.Equal(AckOutcome.MovedBack, Acknowledge(journal, ofEight, era: 2));
        Assert.Equal(AckOutcome.Repeated, Acknowledge(journal, ofEight, era: 2));
        Assert.Equal(new RecordPosition(1, 12), journal.Outbox.Acked);
        Assert.False(journal.Outbox.HasDiverged);
        Assert.Equal(AckOutcome.Diverged, Acknowledge(journal, Row(disk, 1) with { Sequence = 14 }, era: 2));
    }

    [Fact]
    public void A_disk_that_refuses_to_delete_stops_nothing()
    {
        var refusing = new OddStorage(disk) { DeletesFailWith = new IOException("Read-only file system") };
        var other = bench.Open(refusing).Journal;
        JournalBench.Append(other, new Fact.RecordsRetired(new RecordPosition(1, 12)));

        other.Delete(new RecordPosition(1, 12));

        Assert.Equal(1, JournalSegment.In(disk)[0].First.Sequence);
        JournalBench.Append(other, new Fact.FireOpened());
        Assert.Equal(Written + 2, bench.Open(disk.AfterPowerCut()).Records.Count);
    }

    [Fact]
    public void What_cannot_be_read_stays_and_stops_nothing()
    {
        var ill = new OddStorage(disk);
        var other = bench.Open(ill).Journal;
        Acknowledge(other, Written);
        ill.ReadsFailWith = new IOException("Input/output error");

        Assert.Null(other.Outlived(Marks(Written), long.MaxValue));

        JournalBench.Append(other, new Fact.FireOpened());
        ill.ReadsFailWith = null;
        Assert.NotNull(other.Outlived(Marks(Written), long.MaxValue));
    }

    private static EpochMarks Marks(long sequence) => EpochMarks.Of([new RecordPosition(1, sequence)]);

    private static long Day(int sequence) => Clock.Noon + sequence * Clock.Day;

    private static void Fill(Journal of, bool trusted)
    {
        for (var sequence = 1; sequence <= Written; sequence++)
            Append(of, sequence, trusted);
    }

    private static void Append(Journal of, int sequence, bool trusted, bool bringsForward = true, int? listed = null)
    {
        var stamp = new Stamp(1, 1_000, Day(sequence), trusted);
        Fact fact = of.BeginsSegment && bringsForward
            ? new Fact.BroughtForward(
                1, "machine boot", 0, 0, null, new RecordPosition(1, listed ?? sequence - 1), null, null, 0, Money.Zero,
                [])
            : Records.Beer;
        Assert.IsType<AppendResult.Appended>(of.Append([fact], stamp));
    }

    private void Retire(long through)
    {
        var last = new RecordPosition(1, through);
        JournalBench.Append(journal, new Fact.RecordsRetired(last));
        journal.Delete(last);
    }

    /// <summary>Begins with the fifth segment.</summary>
    private ForgetfulDisk Shortened(long acked)
    {
        Acknowledge(journal, acked);
        Retire(12);
        return disk.AfterPowerCut();
    }

    private void Acknowledge(Journal of, long sequence, ForgetfulDisk? on = null)
    {
        if (sequence > 0)
            Assert.Equal(AckOutcome.Advanced, Acknowledge(of, Row(on ?? disk, sequence), era: 1));
    }

    private AckOutcome Acknowledge(Journal of, EpochAck row, long era)
    {
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [row]);
        return of.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    private static EpochAck Row(ForgetfulDisk on, long sequence)
    {
        var lines = string.Concat(
            JournalSegment.In(on).Select(segment => Encoding.ASCII.GetString(on.Read(segment.Name)))).Split('\n');
        var line = Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(lines[sequence - 1])).OrThrow();
        return new EpochAck(1, sequence, line.Hash());
    }
}
