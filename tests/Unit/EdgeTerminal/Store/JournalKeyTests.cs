using CloudBridge.Contract;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Store;

/// <summary>A journal that goes on under another key: one key an epoch, and none comes back.</summary>
public sealed class JournalKeyTests : IDisposable
{
    private readonly Site site = new();
    private readonly Es256Signer next = Es256Signer.Create();
    private readonly ForgetfulDisk disk = new();

    public JournalKeyTests()
    {
        using var journal = Open(site.Terminal);
        JournalBench.Sell(journal, 3);
    }

    public void Dispose()
    {
        next.Dispose();
        site.Dispose();
    }

    [Fact]
    public void The_next_key_begins_an_epoch_that_names_the_last_record_and_goes_on_from_there()
    {
        using (var journal = Open(next))
        {
            Assert.Equal((1L, 3L), (journal.EndOfFormerKey!.Epoch, journal.EndOfFormerKey.Sequence));
            Begin(journal);
            Assert.Null(journal.EndOfFormerKey);
            JournalBench.Sell(journal, 2);
        }

        using var again = Open(next);
        Assert.Equal((new RecordPosition(2, 3), null), (again.Tail!.Value, again.EndOfFormerKey));
    }

    [Fact]
    public void It_writes_nothing_into_an_epoch_of_the_former_key()
    {
        using var journal = Open(next);

        Assert.Throws<InvalidOperationException>(() => JournalBench.Append(journal, Records.Beer));
        journal.Begin(2, null);
        Assert.Throws<InvalidOperationException>(() => JournalBench.Append(journal, Records.Beer));
        Assert.Throws<InvalidOperationException>(
            () => JournalBench.Append(journal, new Fact.EpochOpened(null, null)));
    }

    [Fact]
    public void Without_the_former_key_the_journal_does_not_verify()
    {
        using (var journal = Open(next))
            Begin(journal);
        // Up to there signatures were checked before.
        disk.Delete("verified");

        Assert.IsType<JournalOpening<int>.Broken>(TryOpen(next, next));
    }

    /// <summary>Whoever has the former key and the disk.</summary>
    [Fact]
    public void A_line_of_the_former_key_behind_the_change_does_not_verify()
    {
        using (var journal = Open(next))
            Begin(journal);
        var last = JournalSegment.In(disk)[^1].Name;
        var opened = Jws.OpenUnverified(JwsType.Record, disk.Read(last).AsMemory()[..^1]).OrThrow();
        Put(last, new RecordPosition(2, 2), opened.Hash(), Records.Beer);

        Assert.Contains("another key", Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_former_key_does_not_come_back_in_a_later_epoch()
    {
        RecordName end;
        using (var journal = Open(next))
        {
            Begin(journal);
            var line = journal.Outbox.Read(RecordPosition.StartOf(2), 1).Lines[..^1];
            end = new RecordName(2, 1, Jws.OpenUnverified(JwsType.Record, line).OrThrow().Hash());
        }
        Put(
            "journal-0000000003-000000000001.jws", new RecordPosition(3, 1), Digest.Zero,
            new Fact.EpochOpened(null, null, LeftBehind: null, end));

        Assert.Contains("another key", Problem(), StringComparison.Ordinal);
    }

    private static void Begin(Journal journal)
    {
        var end = journal.EndOfFormerKey;
        journal.Begin(2, null);
        JournalBench.Append(journal, new Fact.EpochOpened(null, null, LeftBehind: null, end));
    }

    private void Put(string segment, RecordPosition at, Digest previous, Fact fact)
    {
        var record = new JournalRecord(
            Site.Id, Site.Bar, at, previous, new Stamp(1, 1_000, Clock.Noon, Trusted: true), fact);
        using var file = disk.Append(segment);
        file.Write(RecordLine.Write(record, site.Terminal).Compact.Span);
        file.Write("\n"u8);
        file.Sync();
    }

    private string Problem() => Assert.IsType<JournalOpening<int>.Broken>(
        TryOpen(next, site.Terminal, next)).Problem.ToString();

    private Journal Open(Es256Signer signer) => Assert.IsType<JournalOpening<int>.Opened>(
        TryOpen(signer, site.Terminal, next)).Journal;

    private JournalOpening<int> TryOpen(Es256Signer signer, params Es256Signer[] keys) => JournalOpener.Open(
        disk,
        new JournalIdentity(
            Site.Id, Site.Bar, 1, new KeyRing(keys.Select(key => key.PublicKey)), site.LedgerKeys),
        signer,
        new JournalOptions(),
        0,
        (count, _) => count + 1);
}
