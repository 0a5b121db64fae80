using System.Text;
using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

public sealed class JournalTests : IDisposable
{
    private static readonly Stamp Stamp = new(1, 1_000, Clock.Noon, Trusted: true);

    private readonly Site site = new();
    private readonly ForgetfulDisk disk = new();
    private readonly JournalBench bench;

    public JournalTests() => bench = new JournalBench(site);

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_was_appended_is_read_again()
    {
        var (journal, empty) = bench.Open(disk);
        Assert.Empty(empty);
        JournalBench.Append(journal, new Fact.BootStarted("0.1.0", "boot"));
        JournalBench.Sell(journal, 3);

        var (_, records) = bench.Open(disk.AfterPowerCut());

        Assert.Equal([1, 2, 3, 4], records.Select(record => record.Position.Sequence));
        Assert.Equal(Records.Beer, records[3].Fact);
        Assert.Equal(Digest.Zero, records[0].Previous);
    }

    [Fact]
    public void The_answer_comes_after_the_sync_and_nothing_is_written_between()
    {
        var (journal, _) = bench.Open(disk);
        disk.Log.Clear();

        var result = journal.Append([Records.Beer, new Fact.FireOpened()], Stamp);

        var name = "journal-0000000001-000000000001.jws";
        var length = disk.Read(name).Length;
        Assert.Equal(2, Assert.IsType<AppendResult.Appended>(result).Records.Count);
        Assert.Equal([$"create {name}", $"write {name} {length}", $"sync {name}"], disk.Log);
    }

    [Fact]
    public void Lines_that_a_killed_process_had_not_synced_are_durable_before_anything_follows_them()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 3);
        var segment = JournalSegment.In(disk)[0].Name;
        var killed = new ForgetfulDisk();
        using (var file = killed.Append(segment))
            file.Write(disk.Read(segment));
        var small = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 1 } };

        JournalBench.Sell(small.Open(killed).Journal, 1);

        Assert.Equal(4, bench.Open(killed.AfterPowerCut()).Records.Count);
    }

    [Fact]
    public void The_chain_runs_across_segments()
    {
        var small = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 2_000 } };
        var (journal, _) = small.Open(disk);
        JournalBench.Sell(journal, 20);

        var (_, records) = small.Open(disk.AfterPowerCut());

        Assert.Equal(20, records.Count);
        Assert.InRange(JournalSegment.In(disk).Count, 4, 20);
        Assert.All(records.Skip(1), record => Assert.NotEqual(Digest.Zero, record.Previous));
    }

    [Fact]
    public void A_line_torn_at_any_byte_is_cut_off_kept_aside_and_named_in_the_next_record()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 2);
        var name = disk.List().First(file => file.StartsWith("journal-", StringComparison.Ordinal));
        var whole = disk.Read(name);
        var line = RecordLine.Write(Records.At(3, Records.Beer), site.Terminal).Compact.ToArray();
        for (var torn = 1; torn <= line.Length; torn++)
        {
            var cut = new ForgetfulDisk();
            cut.Replace(name, [.. whole, .. line[..torn]]);

            var (reopened, records) = bench.Open(cut);
            var next = JournalBench.Append(reopened, new Fact.BootStarted("0.1.0", "boot"));

            Assert.Equal(2, records.Count);
            Assert.Equal(new TornTail(torn, Digest.Of(line.AsSpan(0, torn))), next.Torn);
            Assert.Equal(line[..torn], cut.Read("torn-0000000001-000000000003.bin"));
            Assert.Equal(3, bench.Open(cut.AfterPowerCut()).Records.Count);
        }
    }

    [Fact]
    public void A_torn_line_is_named_although_the_power_went_again_before_the_next_record()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        using (var file = disk.Append(disk.List().First(name => name.StartsWith("journal-", StringComparison.Ordinal))))
        {
            file.Write("half"u8);
            file.Sync();
        }
        bench.Open(disk);

        var (again, _) = bench.Open(disk.AfterPowerCut());

        Assert.Equal(new TornTail(4, Digest.Of("half"u8)), JournalBench.Append(again, new Fact.FireOpened()).Torn);
    }

    /// <summary>The power goes again at each step of the start that cuts it off.</summary>
    [Fact]
    public void A_torn_line_is_named_once_however_often_the_power_goes_while_it_is_cut_off()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        using (var file = disk.Append(JournalSegment.In(disk)[0].Name))
        {
            file.Write("half"u8);
            file.Sync();
        }
        var cuts = new List<ForgetfulDisk>();
        disk.Stepped = () => cuts.Add(disk.AfterPowerCut());
        bench.Open(disk);
        disk.Stepped = null;
        Assert.Contains(cuts, cut => cut.Exists("torn-0000000001-000000000002.bin"));

        foreach (var cut in cuts)
            Assert.Equal(
                new TornTail(4, Digest.Of("half"u8)),
                JournalBench.Append(bench.Open(cut).Journal, new Fact.FireOpened()).Torn);
    }

    /// <summary>The page behind it never reached the disk.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4_096)]
    public void A_line_with_zeros_in_the_place_of_its_newline_is_torn(int zeros)
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        var line = RecordLine.Write(Records.At(2, Records.Beer), site.Terminal).Compact.ToArray();
        using (var file = disk.Append(JournalSegment.In(disk)[0].Name))
            file.Write([.. line, .. new byte[zeros]]);

        var (again, records) = bench.Open(disk);

        Assert.Single(records);
        Assert.Equal(line.Length + zeros, JournalBench.Append(again, new Fact.FireOpened()).Torn!.Bytes);
    }

    [Fact]
    public void A_sync_that_fails_is_final()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        disk.FailNextSync = true;

        disk.Log.Clear();
        Assert.IsType<AppendResult.Failed>(journal.Append([Records.Beer], Stamp));
        // Neither tried again nor cut back, which would need a sync.
        Assert.Equal(["write", "sync"], disk.Log.Select(entry => entry.Split(' ')[0]));
        Assert.IsType<AppendResult.Failed>(journal.Append([Records.Beer], Stamp));

        Assert.Equal(2, disk.Log.Count);
        Assert.False(journal.HasRoom);
        Assert.Equal(new RecordPosition(1, 1), journal.Tail);
        Assert.Single(bench.Open(disk.AfterPowerCut()).Records);
    }

    [Fact]
    public void A_full_disk_leaves_no_half_line()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        var segment = JournalSegment.In(disk)[0].Name;
        var whole = disk.Read(segment);
        disk.Room = 100;

        var failed = Assert.IsType<AppendResult.Failed>(journal.Append([Records.Beer], Stamp));

        Assert.Contains("No space left", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(whole, disk.Read(segment));
        Assert.Equal(whole, disk.AfterPowerCut(torn: 100).Read(segment));
    }

    [Fact]
    public void Any_bit_that_rots_in_a_whole_line_is_found_with_segment_and_line()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 3);
        var name = disk.List().Single(file => file.StartsWith("journal-", StringComparison.Ordinal));
        var content = disk.Read(name);
        var firstEnd = Array.IndexOf(content, (byte)'\n');
        var secondEnd = Array.IndexOf(content, (byte)'\n', firstEnd + 1);

        for (var offset = firstEnd + 1; offset < secondEnd; offset++)
        {
            var rotten = new ForgetfulDisk();
            rotten.Replace(name, content);
            rotten.Rot(name, offset);

            var problem = bench.Problem(rotten);

            Assert.Equal((name, 2), (problem.Segment, problem.Line));
        }
    }

    [Fact]
    public void A_line_that_is_missing_is_found()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 3);
        var name = disk.List().Single(file => file.StartsWith("journal-", StringComparison.Ordinal));
        var lines = Encoding.ASCII.GetString(disk.Read(name)).Split('\n');
        disk.Replace(name, Encoding.ASCII.GetBytes(string.Join('\n', [lines[0], .. lines[2..]])));

        Assert.Contains("record 1/3 follows 1/1", bench.Problem(disk).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_that_is_missing_is_found()
    {
        var small = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 2_000 } };
        var (journal, _) = small.Open(disk);
        JournalBench.Sell(journal, 20);
        disk.Delete(JournalSegment.In(disk)[1].Name);

        Assert.Equal(JournalSegment.In(disk)[1].Name, small.Problem(disk).Segment);
    }

    [Fact]
    public void A_journal_whose_oldest_lines_somebody_took_away_is_broken()
    {
        var small = new JournalBench(site) { Options = new JournalOptions { SegmentBytes = 2_000 } };
        var (journal, _) = small.Open(disk);
        JournalBench.Sell(journal, 20);
        disk.Delete(JournalSegment.In(disk)[0].Name);

        var problem = small.Problem(disk);

        Assert.Equal(JournalSegment.In(disk)[0].Name, problem.Segment);
        Assert.Contains("no record of it says that those before were", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_journal_of_another_terminal_is_not_ours()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        using var other = new Site();

        Assert.Contains("UnknownKey", new JournalBench(other).Problem(disk).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_says_whose_it_is_without_a_key_and_without_being_touched()
    {
        Assert.Null(JournalOwner.Of(disk));
        JournalBench.Sell(bench.Open(disk).Journal, 1);
        disk.Log.Clear();

        Assert.Equal(new JournalOwner(Site.Id, Site.Bar), JournalOwner.Of(disk));
        Assert.Empty(disk.Log);
    }

    [Fact]
    public void A_second_start_checks_hashes_and_only_new_signatures()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 3);
        bench.Open(disk); // Leaves the mark.
        var name = disk.List().Single(file => file.StartsWith("journal-", StringComparison.Ordinal));
        var lines = Encoding.ASCII.GetString(disk.Read(name)).Split('\n');
        var dot = lines[0].LastIndexOf('.');
        lines[0] = lines[0][..dot] + lines[1][lines[1].LastIndexOf('.')..];
        disk.Replace(name, Encoding.ASCII.GetBytes(string.Join('\n', lines)));

        // The first line has another's signature now: behind the mark that is not looked at …
        Assert.Equal(3, bench.Open(disk).Records.Count);
        // … without it, it is found.
        disk.Delete("verified");
        Assert.Equal(1, bench.Problem(disk).Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("1 99 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("1 2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    public void A_mark_that_does_not_fit_is_not_believed(string mark)
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 3);
        disk.Replace("verified", Encoding.ASCII.GetBytes(mark));

        Assert.Equal(3, bench.Open(disk).Records.Count);
    }

    [Fact]
    public void A_new_epoch_begins_a_new_chain_in_a_new_segment()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 2);
        journal.Begin(2, left: null);
        var record = JournalBench.Append(journal, new Fact.EpochOpened(null, null));

        Assert.Equal((new RecordPosition(2, 1), Digest.Zero), (record.Position, record.Previous));
        var (again, records) = bench.Open(disk.AfterPowerCut());
        Assert.Equal((3, 2L), (records.Count, again.Epoch));
    }

    [Fact]
    public void An_empty_segment_that_a_crash_left_is_used()
    {
        var (journal, _) = bench.Open(disk);
        JournalBench.Sell(journal, 1);
        disk.Append("journal-0000000001-000000000002.jws").Dispose();

        var (again, _) = bench.Open(disk);
        JournalBench.Sell(again, 1);

        Assert.Equal(2, bench.Open(disk.AfterPowerCut()).Records.Count);
    }

    [Fact]
    public void A_journal_that_nobody_acknowledges_is_full_before_its_reserve_is()
    {
        var small = new JournalBench(site) { Options = new JournalOptions { MostUnacked = 10, Reserved = 3 } };
        var (journal, _) = small.Open(disk);
        JournalBench.Sell(journal, 6);
        Assert.True(journal.HasRoom);

        JournalBench.Sell(journal, 1);

        Assert.False(journal.HasRoom);
    }

    [Fact]
    public void A_disk_that_does_not_say_how_much_room_it_has_counts_as_full()
    {
        var odd = new OddStorage(disk);
        var (journal, _) = bench.Open(odd);
        Assert.True(journal.HasAmpleRoom);

        odd.RoomFailsWith = new IOException("Stale file handle");

        Assert.Contains("does not say how much room", journal.WhyFull, StringComparison.Ordinal);
        Assert.False(journal.HasAmpleRoom);
    }
}
