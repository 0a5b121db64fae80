using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>The embedded store on disks that forget, tear, fill up and fail.</summary>
public sealed class LedgerStoreTests : IDisposable
{
    private const string Log = "ledger.log";

    private readonly Site site = new();
    private readonly LedgerBench ledger;
    private readonly JournalWriter terminal;

    public LedgerStoreTests()
    {
        ledger = new LedgerBench(site).With((Guest, "TNF 200, TLF 1000"), (Other, "TLF 100"));
        terminal = new JournalWriter(site);
    }

    public void Dispose() => site.Dispose();

    /// <summary>Who reads it tells others, so it must not go away any more.</summary>
    [Fact]
    public void What_another_process_wrote_and_did_not_sync_is_durable_once_it_is_read()
    {
        var others = new LedgerBench(site, ledger.Disk.AfterPowerCut());
        others.Take(terminal.Next(JournalWriter.Beer(Guest)));
        var written = others.Disk.Read(Log).AsSpan(ledger.Disk.Read(Log).Length).ToArray();
        using (var file = ledger.Disk.Append(Log))
            file.Write(written);
        Assert.NotEqual(650, ledger.Crash().Balance(Guest));

        Assert.Equal(650, ledger.Balance(Guest));

        Assert.Equal(650, ledger.Crash().Balance(Guest));
    }

    [Fact]
    public void A_ledger_is_the_same_after_a_crash_between_any_two_writes()
    {
        SignedObject[] beers = [.. Enumerable.Range(0, 4).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))];
        var fork = terminal.InPlaceOfTheLast(new Fact.FireOpened(), beers[2].Hash());
        Action<LedgerBench>[] changes =
        [
            bench => bench.Add(bench.Enrolment()),
            bench => bench.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard(Guest, "TLF 1000")])),
            bench => bench.Take(beers[..2]),
            bench => bench.Logic.Connected(0),
            bench => bench.Take(beers[2..]),
            bench => bench.Take(fork),
            bench => bench.RaiseEra(0),
        ];
        var whole = new LedgerBench(site);
        var ends = new List<int> { 0 };
        foreach (var change in changes)
        {
            change(whole);
            ends.Add(whole.Store.Entries().Count());
        }

        var crashes = 0;
        var torn = new LedgerBench(site);
        for (var done = 0; done < changes.Length; done++)
        {
            torn.Disk.Stepped = () =>
            {
                for (var tornBytes = 0; tornBytes <= 2_500; tornBytes += 125)
                {
                    var again = new LedgerBench(site, torn.Disk.AfterPowerCut(tornBytes));
                    var found = again.Store.Entries().Count();
                    // What an earlier change was answered is there; of the one under way, the first entries may be.
                    Assert.InRange(found, ends[done], ends[done + 1]);
                    Assert.Equal(StateAfter(whole.Store.Entries().Take(found)), StateOf(again));
                    foreach (var rest in changes[(found < ends[done + 1] ? done : done + 1)..])
                        rest(again);
                    Assert.Equal(StateOf(whole), StateOf(again.Crash()));
                    crashes++;
                }
            };
            changes[done](torn);
            torn.Disk.Stepped = null;
            Assert.Equal(StateAfter(whole.Store.Entries().Take(ends[done + 1])), StateOf(torn.Crash()));
        }
        Assert.True(crashes > 300, $"only {crashes} crashes");
    }

    [Fact]
    public void Cards_are_added_all_or_none_whatever_a_crash_leaves()
    {
        var disk = new ForgetfulDisk();
        var empty = new LedgerBench(site, disk);
        empty.With();
        var before = disk.Read("ledger.log").Length;
        empty.Add(new LedgerEntry.CardsAdded(
            [LedgerBench.NewCard(Guest, "TLF 1"), LedgerBench.NewCard(Other, "TLF 2")]));
        var content = disk.Read("ledger.log");

        for (var length = before; length <= content.Length; length++)
        {
            var cut = new ForgetfulDisk();
            cut.Replace("ledger.log", content.AsSpan(0, length));
            var reopened = new LedgerBench(site, cut);
            var cards = reopened.Store.Read(books => books.CardCount);
            Assert.Equal(length == content.Length ? 2 : 0, cards);

            reopened.Add(new LedgerEntry.ListMade(1, 9));
            Assert.Equal(9, new LedgerBench(site, cut).Store.Read(books => books.LastList!.Version));
        }
    }

    [Fact]
    public void Two_processes_on_one_store_see_each_others_changes()
    {
        var second = new LedgerBench(site, ledger.Disk);
        second.Add(new LedgerEntry.CardsAdded([LedgerBench.NewCard("04112233445566", "TLF 5")]));

        ledger.Take(terminal.Next(JournalWriter.Beer("04112233445566")));

        Assert.Equal(-345, second.Balance("04112233445566"));
        Assert.Equal(3, ledger.Store.Read(books => books.CardCount));
    }

    [Fact]
    public void A_write_that_fails_is_final()
    {
        ledger.Disk.FailNextSync = true;
        var line = terminal.Next(JournalWriter.Beer(Guest));

        Assert.Throws<LedgerStoreException>(() => ledger.Take(line));
        Assert.Throws<LedgerStoreException>(() => ledger.Take(line));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_log_is_read_to_its_end_however_little_a_read_gives(int bytesAtOnce)
    {
        ledger.Take([.. Enumerable.Range(0, 5).Select(_ => terminal.Next(JournalWriter.Beer(Guest)))]);
        var entries = ledger.Store.Entries().Count();

        using var again = Open(new OddStorage(ledger.Disk) { MostAtOnce = bytesAtOnce });
        LedgerBench.Add(again, new LedgerEntry.ListMade(1, 99));

        Assert.Equal(entries + 1, ledger.Store.Entries().Count());
        Assert.Equal(1000 + 200 - 5 * 350, ledger.Crash().Balance(Guest));
    }

    [Fact]
    public void A_line_that_was_not_read_is_never_cut_off()
    {
        var content = ledger.Disk.Read(Log);
        var firstLine = Array.IndexOf(content, (byte)'\n') + 1;

        using var again = Open(new OddStorage(ledger.Disk) { Blind = (firstLine, 2), MostAtOnce = firstLine });
        var error = Assert.Throws<LedgerStoreException>(
            () => LedgerBench.Add(again, new LedgerEntry.ListMade(1, 99)));

        Assert.Contains("whole lines", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, ledger.Disk.Read(Log));
    }

    [Fact]
    public void A_log_that_was_put_back_under_a_running_ledger_is_not_appended_to()
    {
        var earlier = ledger.Disk.Read(Log);
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        ledger.Disk.Replace(Log, earlier);

        Assert.Throws<LedgerStoreException>(() => ledger.Take(terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal(earlier, ledger.Disk.Read(Log));
    }

    /// <summary>A process was killed between write and sync; what it wrote is read, and could still be lost.</summary>
    [Fact]
    public void What_a_killed_process_did_not_sync_is_synced_before_it_is_acknowledged()
    {
        var line = terminal.Next(JournalWriter.Beer(Guest));
        var before = ledger.Disk.AfterPowerCut();
        ledger.Take(line);
        var written = ledger.Disk.Read(Log).AsSpan(before.Read(Log).Length);
        using (var file = before.Append(Log))
            file.Write(written);

        var actions = new LedgerBench(site, before).Take(line);

        Assert.Contains(actions, action => action is LedgerAction.Publish);
        Assert.Equal(650, new LedgerBench(site, before.AfterPowerCut()).Balance(Guest));
    }

    /// <summary>The page cache still shows the line, and another sync says that all is well.</summary>
    [Fact]
    public void Nothing_is_appended_behind_a_line_whose_sync_failed()
    {
        WriteOf(terminal.Next(JournalWriter.Beer(Guest)), file =>
        {
            ledger.Disk.FailNextSync = true;
            Assert.Throws<IOException>(file.Sync);
        });

        var again = new LedgerBench(site, ledger.Disk);
        Assert.Equal(650, again.Balance(Guest));
        again.Add(new LedgerEntry.ListMade(1, 9));

        Assert.Equal(650, again.Crash().Balance(Guest));
        Assert.Equal(9, again.Crash().Store.Read(books => books.LastList!.Version));
    }

    [Fact]
    public void What_another_process_took_back_is_not_told_to_anybody()
    {
        var before = ledger.Disk.Read(Log).Length;
        WriteOf(terminal.Next(JournalWriter.Beer(Guest)), _ => { });
        using var reader = new FileLedgerStore(ledger.Disk, () =>
        {
            // Its sync failed while we waited for the lock.
            using var file = ledger.Disk.Append(Log);
            file.Truncate(before);
            return new MemoryStream();
        });

        var error = Assert.Throws<LedgerStoreException>(() => reader.Read(books => books.CardCount));

        Assert.Contains("cut it back", error.Message, StringComparison.Ordinal);
        Assert.Throws<LedgerStoreException>(() => reader.Read(books => books.CardCount));
    }

    [Fact]
    public void A_process_that_starts_on_a_long_log_does_not_write_all_of_it_again()
    {
        ledger.Add(new LedgerEntry.CardsAdded(
            [.. Enumerable.Range(0, 2_000).Select(card => LedgerBench.NewCard($"04{card:X12}", "TLF 1"))]));
        ledger.Take(terminal.Next(JournalWriter.Beer(Guest)));
        var length = ledger.Disk.Read(Log).Length;
        ledger.Disk.Log.Clear();

        Assert.Equal(650, new LedgerBench(site, ledger.Disk).Balance(Guest));

        var again = Assert.Single(
            ledger.Disk.Log, step => step.StartsWith($"write again {Log}", StringComparison.Ordinal));
        Assert.InRange(
            long.Parse(again.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture), 100, length / 10);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("99999999")]
    [InlineData("nonsense")]
    public void A_mark_that_does_not_fit_the_log_is_not_believed(string mark)
    {
        ledger.Disk.Replace("ledger.durable", System.Text.Encoding.ASCII.GetBytes(mark));
        ledger.Disk.Log.Clear();

        Assert.Equal(1000, new LedgerBench(site, ledger.Disk).Balance(Guest));

        Assert.Contains($"write again {Log} {ledger.Disk.Read(Log).Length}", ledger.Disk.Log);
    }

    [Fact]
    public void A_write_that_fails_is_cut_back_and_final()
    {
        var before = ledger.Disk.Read(Log);
        ledger.Disk.Room = 100;

        Assert.Throws<LedgerStoreException>(() => ledger.Take(terminal.Next(JournalWriter.Beer(Guest))));

        Assert.Equal(before, ledger.Disk.Read(Log));
        ledger.Disk.Room = long.MaxValue;
        Assert.Throws<LedgerStoreException>(() => ledger.Add(new LedgerEntry.ListMade(1, 9)));
        Assert.Throws<LedgerStoreException>(() => ledger.Balance(Guest));
    }

    [Fact]
    public void A_sync_that_fails_is_cut_back_and_final()
    {
        var before = ledger.Disk.Read(Log);
        var line = terminal.Next(JournalWriter.Beer(Guest));
        ledger.Logic.Connected(0);
        var after = ledger.Disk.Read(Log);
        ledger.Disk.FailNextSync = true;

        Assert.Throws<LedgerStoreException>(() => ledger.Take(line));
        Assert.Throws<LedgerStoreException>(() => ledger.Take(line));

        Assert.NotEqual(before, after);
        Assert.Equal(after, ledger.Disk.Read(Log));
        Assert.Equal(after, ledger.Disk.AfterPowerCut(99).Read(Log));
    }

    [Fact]
    public void A_store_that_cannot_be_read_or_written_says_so_in_its_own_words()
    {
        foreach (var failure in (Exception[])[new IOException("broken"), new UnauthorizedAccessException("no")])
        {
            using var unread = Open(new OddStorage(ledger.Disk) { ReadsFailWith = failure });
            using var unwritten = Open(new OddStorage(ledger.Disk) { WritesFailWith = failure });

            Assert.All(
                new Func<object>[]
                {
                    () => unread.Read(books => books.CardCount),
                    () => unread.Change(_ => true),
                    () => unread.Entries().Count(),
                    () => LedgerBench.Add(unwritten, new LedgerEntry.ListMade(1, 9)),
                },
                use => Assert.Contains(
                    failure.Message, Assert.Throws<LedgerStoreException>(use).Message, StringComparison.Ordinal));
        }
    }

    public static TheoryData<LedgerEntry> Impossible => new()
    {
        new LedgerEntry.CardsAdded([LedgerBench.NewCard(Guest, "TLF 1")]),
        new LedgerEntry.CardsAdded([Unknown("TLF 1"), Unknown("TLF 1")]),
        new LedgerEntry.CardsAdded([Unknown($"TLF {Money.Limit}")]),
        new LedgerEntry.TerminalEnrolled(Site.Bar, new JsonWebKey("EC", "P-256", "x", "y"), 1, TerminalLimits.Default),
        new LedgerEntry.CounterSet(Site.Card("DEADBEEF"), 1),
        new LedgerEntry.CounterSet(Site.Card(Guest), -1),
        new LedgerEntry.CounterSet(Site.Card(Guest), 16_777_216),
        new LedgerEntry.CardChanged(Site.Card("DEADBEEF"), CardState.Ok, 0),
        new LedgerEntry.CardChanged(Site.Card(Guest), CardState.Ok, 0, ValidThroughMilliseconds: -1),
        new LedgerEntry.CardChanged(
            Site.Card(Guest), CardState.Ok, 0, [new Entitlement(AssetId.Parse("TLF"), null, 1)]),
        Booked(TerminalId.Parse("bar-2"), 1, 1, []),
        Booked(Site.Bar, 2, 1, []),
        Booked(Site.Bar, 1, 2, []),
        Booked(Site.Bar, 1, 1, [new Posting(Account.Of(WalletOf("DEADBEEF")), AssetId.Parse("TLF"), new Money(1))]),
        Booked(Site.Bar, 1, 1, [new Posting(Account.Issued, AssetId.Parse("TLF"), new Money(-Money.Limit))]),
    };

    /// <summary>One line that cannot be read would end every process that ever reads the log.</summary>
    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void An_entry_that_the_books_cannot_take_never_reaches_the_disk(LedgerEntry entry)
    {
        var before = ledger.Disk.Read(Log);

        Assert.Throws<LedgerStoreException>(() => ledger.Add(entry));

        Assert.Equal(before, ledger.Disk.Read(Log));
    }

    private static NewCard Unknown(string balances) => LedgerBench.NewCard("DEADBEEF", balances);

    private static LedgerEntry Booked(TerminalId terminal, long epoch, long sequence, ValueList<Posting> postings) =>
        new LedgerEntry.RecordBooked(terminal, epoch, sequence, Digest.Zero, "a.b.c", postings, null);

    /// <summary>As another process does: it appends what the booking of a line comes to, and then this.</summary>
    private void WriteOf(SignedObject line, Action<IAppendFile> then)
    {
        var others = new LedgerBench(site, ledger.Disk.AfterPowerCut());
        others.Take(line);
        using var file = ledger.Disk.Append(Log);
        file.Write(others.Disk.Read(Log).AsSpan(ledger.Disk.Read(Log).Length));
        then(file);
    }

    private string StateAfter(IEnumerable<LedgerEntry> entries)
    {
        var check = new LedgerCheck(Site.Id, site.LedgerKeys);
        check.Run(entries);
        Assert.Empty(check.Problems);
        return LedgerBench.StateOf(check.Books);
    }

    private static string StateOf(LedgerBench bench) => bench.State;

    private static FileLedgerStore Open(IStorage storage) => new(storage, () => new MemoryStream());
}
