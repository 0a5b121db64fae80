using CloudBridge.Contract;
using CloudBridge.Relay;
using EdgeTerminal.Store;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.EdgeTerminal.Store;

/// <summary>One bit of one byte turns over, anywhere in the journal's folder.</summary>
public sealed class RotProperties : IDisposable
{
    private const int Written = 14;

    private readonly Site site = new();
    private readonly JournalBench bench;

    public RotProperties() =>
        bench = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 3_000 } };

    public void Dispose() => site.Dispose();

    [Fact]
    public void Rot_anywhere_is_passed_over_where_the_ledger_has_it_and_else_stops_the_terminal()
    {
        var disks = new[] { 0, 1, 5, 13, Written }
            .SelectMany(acked => new[] { (acked, Filled(acked, marked: false)), (acked, Filled(acked, marked: true)) })
            .ToList();
        var flips =
            from disk in Gen.Elements(disks.ToArray())
            from file in Gen.Elements(disk.Item2.List().ToArray())
            from offset in Gen.Frequency(
                (4, Gen.Choose(0, disk.Item2.Read(file).Length - 1)),
                (1, Gen.Elements(Newlines(disk.Item2.Read(file)))))
            from bit in Gen.Choose(0, 7)
            select (Acked: disk.acked, Disk: disk.Item2, file, offset, bit);
        var (passed, stopped, harmless) = (0, 0, 0);

        Holds.For(flips, 1_000, flip =>
        {
            var disk = flip.Disk.AfterPowerCut();
            disk.Rot(flip.file, flip.offset, flip.bit);
            var lost = Lost(flip.Disk, flip.file, flip.offset);
            switch (bench.TryOpenAroundRot(disk))
            {
                case JournalOpening<List<JournalRecord>>.Broken broken:
                    Assert.True(lost.Length > 0 && (lost[^1] > flip.Acked || lost[^1] == Written), $"{broken.Problem}");
                    Assert.Equal(flip.file, broken.Problem.Segment);
                    stopped++;
                    break;
                case JournalOpening<List<JournalRecord>>.Opened { Unreadable: [] } opened:
                    // In a signature that was checked before, or in a file that is only a hint.
                    Assert.Equal(Enumerable.Range(1, Written), Sequences(opened));
                    Assert.True(lost.Length == 0 || disk.Exists("verified"));
                    GoesOn(opened.Journal);
                    harmless++;
                    break;
                case JournalOpening<List<JournalRecord>>.Opened opened:
                    Assert.Equal(Enumerable.Range(1, Written).Except(lost), Sequences(opened));
                    Assert.True(lost[^1] <= flip.Acked, $"{lost[^1]} is not acknowledged");
                    var rows = Assert.Single(opened.Unreadable);
                    Assert.Equal((lost[0], lost[^1]), (rows.First.Sequence, rows.Last.Sequence));
                    GoesOn(opened.Journal);
                    passed++;
                    break;
            }
        });

        // A run counts only if it did something.
        Assert.True(passed > 100 && stopped > 100 && harmless > 30, $"{passed}, {stopped}, {harmless}");
    }

    private static int[] Newlines(byte[] content) =>
        [.. content.Index().Where(row => row.Item == '\n').Select(row => row.Index).DefaultIfEmpty(0)];

    /// <summary>What comes next has its place, and the ledger gets all that it has not.</summary>
    private void GoesOn(Journal journal)
    {
        var next = JournalBench.Append(journal, new Fact.FireOpened());
        Assert.Equal(Written + 1, next.Position.Sequence);
        var after = journal.Outbox.Acked;
        var expected = Written + 1 - after.Sequence;
        while (journal.Outbox.Read(after, 1) is { Lines.IsEmpty: false } batch)
        {
            expected--;
            after = batch.Last;
        }
        Assert.Equal((0L, next.Position), (expected, after));
        Assert.Equal(AckOutcome.Advanced, bench.Acknowledge(journal, next.Position.Sequence));
    }

    private static IEnumerable<int> Sequences(JournalOpening<List<JournalRecord>>.Opened opened) =>
        opened.Folded.Select(record => (int)record.Position.Sequence);

    /// <summary>The records whose lines a byte belongs to: two, when it was the newline between them.</summary>
    private static int[] Lost(ForgetfulDisk disk, string file, int offset)
    {
        if (JournalSegment.In(disk).FirstOrDefault(segment => segment.Name == file) is not { } segment)
            return [];
        var content = disk.Read(file);
        var record = (int)segment.First.Sequence + content[..offset].Count(octet => octet == '\n');
        return content[offset] == '\n' && offset < content.Length - 1 ? [record, record + 1] : [record];
    }

    private ForgetfulDisk Filled(int acked, bool marked)
    {
        var disk = new ForgetfulDisk();
        var journal = bench.Open(disk).Journal;
        JournalBench.Sell(journal, Written);
        if (acked > 0)
            bench.Acknowledge(journal, acked);
        journal.Dispose();
        if (marked)
            bench.Open(disk).Journal.Dispose();
        return disk;
    }
}
