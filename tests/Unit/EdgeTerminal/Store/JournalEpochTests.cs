using System.Text;
using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>Epochs in the journal's files: grants, lines that are left behind, and what is owed then.</summary>
public sealed class JournalEpochTests : IDisposable
{
    private static readonly EpochAck Beyond = new(1, 500, Digest.Of("another branch"u8));

    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly JournalBench bench;
    private readonly Journal journal;

    public JournalEpochTests()
    {
        bench = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 3_000, ReceiptEvery = 1 } };
        journal = bench.Open(disk).Journal;
        JournalBench.Sell(journal, 10);
        bench.Acknowledge(journal, 4);
    }

    public void Dispose() => site.Dispose();

    [Fact]
    public void A_grant_is_kept_and_changes_nothing_by_itself()
    {
        Assert.Equal(AckOutcome.Diverged, Acknowledge(1, Beyond, Grant(2)));

        var again = bench.Open(disk.AfterPowerCut()).Journal;
        Assert.Equal((2L, 1L, true), (again.Outbox.Granted, again.Epoch, again.Outbox.HasDiverged));
        Assert.Equal(new RecordPosition(1, 11), JournalBench.Append(again, Records.Beer).Position);
    }

    [Fact]
    public void The_latest_grant_counts_and_none_that_has_begun()
    {
        Acknowledge(1, Beyond, Grant(2), Grant(3));
        Acknowledge(1, Beyond, Grant(2));
        Assert.Equal(3, journal.Outbox.Granted);

        Acknowledge(1, Beyond, new EpochAck(3, 7, Digest.Of("another branch"u8)));
        Assert.Equal(3, journal.Outbox.Granted);

        Begin(3);
        Assert.Null(journal.Outbox.Granted);
        Assert.Null(bench.Open(disk.AfterPowerCut()).Journal.Outbox.Granted);
    }

    [Fact]
    public void A_grant_that_is_not_durable_is_not_there()
    {
        disk.Room = 0;
        Acknowledge(1, Beyond, Grant(2));
        Assert.Null(journal.Outbox.Granted);

        disk.Room = long.MaxValue;
        Acknowledge(1, Beyond, Grant(2));
        Assert.Equal(2, journal.Outbox.Granted);
    }

    [Fact]
    public void A_grant_of_an_era_before_is_not_taken()
    {
        Acknowledge(2, new EpochAck(1, 0, Digest.Zero));

        Assert.Equal(AckOutcome.Outdated, Acknowledge(1, Beyond, Grant(2)));

        Assert.Null(journal.Outbox.Granted);
    }

    [Fact]
    public void A_damaged_grant_is_none()
    {
        Acknowledge(1, Beyond, Grant(2));
        disk.Replace(JournalOutbox.GrantName, "not an ack"u8);

        Assert.Null(bench.Open(disk).Journal.Outbox.Granted);
    }

    [Fact]
    public void What_is_kept_aside_is_all_that_was_not_acknowledged_byte_for_byte()
    {
        var left = Begin(2);

        var kept = disk.AfterPowerCut().Read("diverged-0000000001.bin");
        Assert.Equal(new LeftBehind(1, 5, 10, Digest.Of(kept)), left);
        Assert.Equal(Lines(epoch: 1)[4..], Encoding.ASCII.GetString(kept).Split('\n')[..^1]);
    }

    [Fact]
    public void Keeping_aside_again_makes_the_same()
    {
        var first = journal.KeepDiverged();

        Assert.Equal(first, journal.KeepDiverged());
        JournalBench.Sell(journal, 1);
        Assert.Equal(11, journal.KeepDiverged()?.Through);
    }

    [Fact]
    public void A_ledger_that_was_restored_and_has_other_lines_may_have_none_of_ours()
    {
        Acknowledge(2, new EpochAck(1, 3, Digest.Of("another branch"u8)), Grant(2));

        Assert.Equal(1, journal.KeepDiverged()?.From);
    }

    [Fact]
    public void Nothing_is_kept_aside_where_all_was_acknowledged()
    {
        bench.Acknowledge(journal, 10);

        Assert.Null(journal.KeepDiverged());
        Assert.False(disk.Exists("diverged-0000000001.bin"));
    }

    [Fact]
    public void A_disk_that_refuses_to_keep_them_aside_ends_the_journal()
    {
        disk.Room = 0;

        Assert.Null(journal.KeepDiverged());

        Assert.Contains("diverged-0000000001.bin", journal.WhyFull, StringComparison.Ordinal);
        Assert.False(journal.HasRoom);
    }

    [Fact]
    public void Lines_that_are_left_behind_are_not_sent_and_not_waited_for()
    {
        Begin(2);
        JournalBench.Sell(journal, 2);

        foreach (var outbox in new[] { journal.Outbox, bench.Open(disk.AfterPowerCut()).Journal.Outbox })
        {
            Assert.Equal((new RecordPosition(2, 0), 3L), (outbox.Acked, outbox.Unacked));
            Assert.Equal(new RecordPosition(2, 3), outbox.Read(outbox.Acked, 64_000).Last);
            Assert.Equal(new RecordPosition(2, 3), outbox.Read(new RecordPosition(1, 4), 64_000).Last);
            Assert.True(outbox.Read(new RecordPosition(1, 3), 64_000) is { Last: { Epoch: 1, Sequence: 4 } });
        }
    }

    [Fact]
    public void What_another_copy_makes_of_the_epoch_that_was_left_does_not_concern_the_new_one()
    {
        Acknowledge(1, Beyond, Grant(2));
        Begin(2);

        Assert.False(journal.Outbox.HasDiverged);
        Assert.Equal(AckOutcome.Advanced, Acknowledge(1, Beyond with { Sequence = 900 }, Row(2, 1)));
        Assert.Equal(AckOutcome.Diverged, Acknowledge(1, Beyond, new EpochAck(2, 2, Digest.Of("again"u8))));
        Assert.True(journal.Outbox.HasDiverged);
    }

    [Fact]
    public void An_epoch_that_this_journal_does_not_know_and_that_has_records_is_of_another_copy()
    {
        Assert.Equal(AckOutcome.Diverged, Acknowledge(1, Row(1, 4), new EpochAck(2, 1, Digest.Of("theirs"u8))));
    }

    [Fact]
    public void What_was_left_behind_is_read_with_its_first_names_also_when_it_was_said_again_before()
    {
        var left = Begin(2)!;
        var former = journal.Read(left).ToList();
        Assert.Equal(Enumerable.Range(5, 6).Select(at => new RecordPosition(1, at)), former.Select(Place));
        Assert.Equal(Row(1, 5).Hash, former[0].Name.Hash);

        var records = ((AppendResult.Appended)journal.Append([], former[0].Stamp, former)).Records;
        Assert.Equal(former.Select(line => line.Name), records.Select(record => record.Reissues));
        var second = Begin(3)!;

        Assert.Equal((2L, 1L, 7L), (second.Epoch, second.From, second.Through));
        Assert.Equal(former, journal.Read(second).Skip(1));
    }

    [Fact]
    public void Facts_and_what_is_said_again_behind_them_are_one_write_and_one_sync()
    {
        var former = journal.Read(Begin(2)!).ToList();
        JournalBench.Append(journal, new Fact.FireOpened());
        disk.Log.Clear();

        var result = journal.Append([new Fact.FireOpened(), Records.Beer], former[0].Stamp, former);

        Assert.Equal(2 + former.Count, Assert.IsType<AppendResult.Appended>(result).Records.Count);
        Assert.Equal(["write", "sync"], disk.Log.Select(step => step.Split(' ')[0]));
        Assert.Equal(journal.Tail, bench.Open(disk.AfterPowerCut()).Journal.Tail);
    }

    [Fact]
    public void A_first_record_that_a_power_cut_tore_has_not_begun_its_epoch()
    {
        journal.Begin(2, left: null);
        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.AddRange([disk.AfterPowerCut(), disk.AfterPowerCut(torn: 20)]);
        JournalBench.Append(journal, new Fact.EpochOpened(null, null));
        disk.Stepped = null;
        Assert.True(cuts.Count > 4);

        foreach (var cut in cuts)
        {
            var (again, records) = bench.Open(cut);
            var last = records[^1].Position;
            JournalBench.Sell(again, 3);
            Assert.Equal(again.Epoch, last.Epoch);
            Assert.Equal(records.Count + 3, bench.Open(cut.AfterPowerCut()).Records.Count);
            Assert.Equal(again.Tail, Sent(again.Outbox));
        }
    }

    [Fact]
    public void An_epoch_that_was_left_is_retired_once_the_ledger_has_what_was_said_again()
    {
        Begin(2);
        for (var sale = 0; sale < 9; sale++)
        {
            if (journal.BeginsSegment)
                JournalBench.Append(journal, new Fact.BroughtForward(
                    1, "machine boot", 0, 0, null, journal.Tail, null, null, 0, Money.Zero, [])
                {
                    EarlierWatermarks = [new RecordPosition(1, 900)],
                });
            JournalBench.Sell(journal, 1);
        }
        var listed = EpochMarks.Of([new RecordPosition(1, 900), journal.Tail!.Value]);
        Assert.Null(journal.Outlived(listed, long.MaxValue));

        Acknowledge(1, Beyond, Row(2, (int)journal.Tail.Value.Sequence));

        Assert.Equal(2, journal.Outlived(listed, long.MaxValue)?.Epoch);
        Assert.Null(journal.Outlived(EpochMarks.Of([journal.Tail.Value]), long.MaxValue));
        journal.Delete(journal.Outlived(listed, long.MaxValue)!.Value);
        Assert.DoesNotContain(JournalSegment.In(disk), segment => segment.First.Epoch == 1);
        Assert.True(disk.Exists("diverged-0000000001.bin"));
    }

    /// <summary>Whoever has its key can write any number of records beside it.</summary>
    [Fact]
    public void What_was_handed_in_is_settled_by_its_own_records_alone_in_their_epoch_alone()
    {
        journal.Begin(2, null);
        JournalBench.Sell(journal, 3);
        var forged = new EpochAck(2, 100, Digest.Of("a thief's"u8));

        Assert.Equal(AckOutcome.Diverged, HandedIn(1, 1, Beyond, forged));
        Assert.Equal(AckOutcome.Diverged, HandedIn(1, 1, new EpochAck(1, 7, Digest.Of("a thief's"u8)), forged));
        Assert.Equal(AckOutcome.Repeated, HandedIn(1, 1, Row(1, 4), forged));
        Assert.Equal(new RecordPosition(1, 4), journal.Outbox.Acked);

        Assert.Equal(AckOutcome.Advanced, HandedIn(1, 1, Row(1, 10), forged));
        Assert.Equal(new RecordPosition(2, 0), journal.Outbox.Acked);
        Assert.Equal(AckOutcome.Diverged, HandedIn(1, 2, Row(1, 10), forged));
        Assert.Equal(AckOutcome.Advanced, HandedIn(1, 2, new EpochAck(1, 5, Digest.Of("a thief's"u8)), Row(2, 3)));
        Assert.Equal(0, journal.Outbox.Unacked);

        Assert.Equal(AckOutcome.MovedBack, HandedIn(2, 2, Row(2, 3)));
        Assert.Equal(new RecordPosition(1, 0), journal.Outbox.Acked);
        Assert.Equal(AckOutcome.Outdated, HandedIn(1, 1, Row(1, 10)));
        Assert.Equal(4, bench.Open(disk.AfterPowerCut()).Journal.Outbox.Acked.Sequence);
    }

    /// <summary>Of an epoch that was left a start compares no hashes.</summary>
    [Theory]
    [InlineData(7, true)]
    [InlineData(4, false)]
    public void What_somebody_else_wrote_settles_nothing_after_a_start_either(long theirs, bool isForged)
    {
        journal.Begin(2, null);
        JournalBench.Sell(journal, 3);
        var first = isForged ? new EpochAck(1, theirs, Digest.Of("a thief's"u8)) : Row(1, 4);

        Assert.Equal(AckOutcome.Advanced, HandedIn(1, 2, first, Row(2, 2)));
        journal.Dispose();

        var again = bench.Open(disk.AfterPowerCut()).Journal.Outbox;
        Assert.Equal(isForged ? 6 + 3 : 6 + 1, again.Unacked);
    }

    [Fact]
    public void An_old_enrolment_brings_no_epoch_back_and_a_new_one_begins_none()
    {
        Begin(2);
        journal.Dispose();

        foreach (var epoch in new[] { 1, 2, 9 })
            Assert.Equal(2, new JournalBench(site) { Epoch = epoch }.Open(disk).Journal.Epoch);
    }

    /// <summary>Reads all that is owed.</summary>
    private static RecordPosition Sent(JournalOutbox outbox)
    {
        var last = outbox.Acked;
        while (outbox.Read(last, 64_000) is { Lines.IsEmpty: false } batch)
            last = batch.Last;
        return last;
    }

    private static RecordPosition Place(global::EdgeTerminal.Core.FormerLine line) => line.Name.Position();

    private LeftBehind? Begin(long epoch)
    {
        var left = journal.KeepDiverged();
        journal.Begin(epoch, left);
        JournalBench.Append(journal, new Fact.EpochOpened(null, null, left));
        return left;
    }

    private AckOutcome Acknowledge(long era, params EpochAck[] rows)
    {
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [.. rows]);
        return journal.Outbox.Acknowledge(ack, SignedMessage.Sign(ack, site.Ledger).Compact);
    }

    private AckOutcome HandedIn(long era, long epoch, params EpochAck[] rows)
    {
        var ack = new AckMessage(Site.Id, Addressee.Of(Site.Bar), era, [.. rows]);
        return journal.Outbox.AcknowledgeHandedIn(ack, SignedMessage.Sign(ack, site.Ledger).Compact, epoch);
    }

    private static EpochAck Grant(long epoch) => new(epoch, 0, Digest.Zero);

    private EpochAck Row(long epoch, int sequence) => new(
        epoch,
        sequence,
        Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(Lines(epoch)[sequence - 1])).OrThrow().Hash());

    private string[] Lines(long epoch) =>
    [
        .. JournalSegment.In(disk).Where(segment => segment.First.Epoch == epoch)
            .SelectMany(segment => Encoding.ASCII.GetString(disk.Read(segment.Name)).Split('\n')[..^1]),
    ];
}
