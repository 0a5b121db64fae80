using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Tests.PowerCuts;
using Tests.Support;

namespace Tests.RealParts.PowerCuts;

/// <summary>
/// Opens what a power cut has left, with the real code on real files, and says whether anything is lost, invented or
/// in the way. A part of which no byte has changed since the cut before is not opened again, unless more was promised.
/// </summary>
/// <param name="run">What was done.</param>
/// <param name="folder">Where the files are made; on a disk in memory.</param>
internal sealed class SiteAfterCut(ScriptRun run, string folder)
{
    private readonly Dictionary<string, (DiskImage Image, Told Told, (RecordPosition, ListVersion?) Journal)> seen = [];
    private readonly Dictionary<string, int> opened = [];
    private RecordPosition tail;
    private Remembered past = Remembered.Nothing;

    /// <summary>How often each part was opened.</summary>
    public IReadOnlyDictionary<string, int> Opened => opened;

    /// <param name="image">What is left.</param>
    /// <param name="told">What the program had been told is durable.</param>
    public void Check(DiskImage image, Told told)
    {
        if (IsNews("journal", image, told with { List = 0, Ledger = 0 }))
            CheckJournal(told);
        // Both must fit how far the journal goes now.
        if (IsNews("ledger", image, new Told { Ledger = told.Ledger }, (tail, null)))
            CheckLedger(told);
        if (IsNews("cards", image, new Told { List = told.List }, (tail, past.List)))
            CheckCards(told);
    }

    private bool IsNews(string part, DiskImage image, Told told, (RecordPosition, ListVersion?) journal = default)
    {
        var now = (image.In(part), told, journal);
        if (seen.TryGetValue(part, out var before) && before == now)
            return false;
        seen[part] = now;
        now.Item1.WriteTo(Path.Combine(folder, part));
        opened[part] = opened.GetValueOrDefault(part) + 1;
        return true;
    }

    private void CheckJournal(Told told)
    {
        var torn = TornBytes();
        var (journal, (records, state)) = OpenJournal();
        tail = journal.Tail ?? new RecordPosition(1, 0);
        past = state.Past;
        using (journal)
        {
            Assert.True(tail.Sequence >= told.Journal, $"record {told.Journal} was answered; the last is {tail}");
            Assert.True(
                run.SalesUntil(tail) >= told.Approved,
                $"{told.Approved} guests were told yes; {run.SalesUntil(tail)} sales are there");
            Assert.Equal(run.Records.Take((int)tail.Sequence).TakeLast(records.Count), records);
            Assert.Equal(run.States[(int)tail.Sequence], state.Past);
            Assert.False(journal.Outbox.HasDiverged, "the receipt is for records that are not there");
            // An ack may be on the disk before anybody was told.
            var acked = journal.Outbox.Acked.Sequence;
            Assert.True(
                acked >= told.Acknowledged - SiteScript.Options.ReceiptEvery && acked <= tail.Sequence,
                $"{told.Acknowledged} were acknowledged; the receipt says {acked}, the last is {tail}");
            records.ForEach(CheckEvidence);
            var next = GoOn(journal, state);
            CheckEvidence(next);
            CheckKept(torn, Evidence(next));
        }
        var (again, (more, _)) = OpenJournal();
        using (again)
            Assert.True(more.Count > records.Count && more[^1].Position == again.Tail, "the next record is not there");
    }

    /// <summary>What the next start will have to keep aside, or has kept already.</summary>
    private byte[] TornBytes()
    {
        var storage = new FolderStorage(Path.Combine(folder, "journal"));
        if (JournalSegment.In(storage) is not [.., var last])
            return [];
        var bytes = storage.Read(last.Name);
        return bytes[(bytes.AsSpan().LastIndexOf((byte)'\n') + 1)..];
    }

    private void CheckEvidence(JournalRecord record)
    {
        if (record.Torn is not { } torn)
            return;
        var kept = Evidence(record);
        Assert.True(
            torn == new TornTail(kept.Length, Digest.Of(kept)),
            $"record {record.Position} says that {torn.Bytes} bytes were torn; {kept.Length} are kept");
    }

    /// <summary>What was kept aside of a line in whose place this record came.</summary>
    private byte[] Evidence(JournalRecord record)
    {
        var aside = Path.Combine(
            folder, "journal", $"torn-{record.Position.Epoch:D10}-{record.Position.Sequence:D12}.bin");
        return File.Exists(aside) ? File.ReadAllBytes(aside) : [];
    }

    private static void CheckKept(ReadOnlySpan<byte> torn, ReadOnlySpan<byte> kept) => Assert.True(
        torn.IsEmpty || kept.EndsWith(torn) && !kept[..^torn.Length].EndsWith(torn),
        $"{torn.Length} bytes were torn; of {kept.Length} that are kept they are not the last, or twice");

    private JournalRecord GoOn(Journal journal, TerminalState state)
    {
        Fact next = new Fact.BootStarted("0.1.0", "after the cut");
        Fact[] facts = journal.BeginsSegment ? [Terminal.BringForward(state), next] : [next];
        var appended = Assert.IsType<AppendResult.Appended>(journal.Append(facts, new Stamp(99, 1, 1, Trusted: false)));
        Assert.Equal(tail.Next(), appended.Records[0].Position);
        return appended.Records[0];
    }

    private (Journal, (List<JournalRecord> Records, TerminalState State)) OpenJournal()
    {
        var bench = new JournalBench(run.Site) { Options = SiteScript.Options };
        var opening = JournalOpener.Open(
            new FolderStorage(Path.Combine(folder, "journal")), bench.Identity, run.Site.Terminal, bench.Options,
            (Records: new List<JournalRecord>(), State: TerminalState.Initial),
            (folded, record) =>
            {
                folded.Records.Add(record);
                return (folded.Records, ScriptRun.Terminal.Evolve(folded.State, record));
            });
        switch (opening)
        {
            case JournalOpening<(List<JournalRecord> Records, TerminalState State)>.Opened opened:
                return (opened.Journal, opened.Folded);
            case JournalOpening<(List<JournalRecord> Records, TerminalState State)>.Broken broken:
                throw new InvalidDataException(broken.Problem.ToString());
            default:
                throw new InvalidOperationException();
        }
    }

    private void CheckLedger(Told told)
    {
        var storage = new FolderStorage(Path.Combine(folder, "ledger"));
        using (var store = new FileLedgerStore(storage, () => new MemoryStream()))
            LedgerBench.Add(store, new LedgerEntry.EraRaised(2));
        using var again = new FileLedgerStore(storage, () => new MemoryStream());
        var entries = again.Entries().ToList();
        Assert.Equal(new LedgerEntry.EraRaised(2), entries[^1]);
        entries.RemoveAt(entries.Count - 1);
        Assert.True(entries.Count >= told.Ledger, $"{told.Ledger} entries were answered; {entries.Count} are there");
        Assert.Equal(run.Entries.Take(entries.Count), entries);
        var last = entries.OfType<LedgerEntry.RecordBooked>().LastOrDefault();
        Assert.True(last is null || last.Position() <= tail, $"the ledger has {last?.Position()}, the journal {tail}");
    }

    private void CheckCards(Told told)
    {
        using var lists = CardListStore.Open(
            new FolderStorage(Path.Combine(folder, "cards")), new MemoryCardCache(), Site.Id, Site.Bar,
            run.Site.LedgerKeys);
        Assert.True(lists.Damage is null, $"the list is damaged: {lists.Damage}");
        var stored = lists.StoredList;
        Assert.True((stored?.Version.Version ?? 0) >= told.List, $"list {told.List} was saved; {stored} is there");
        Assert.True(
            past.List is not { } used || stored is not null && stored.Version >= used,
            $"a record says {past.List}; {stored} is there");
        if (stored is null)
            return;
        Assert.True(!(stored.Watermarks.Latest > tail), $"{stored}; the journal ends with {tail}");
        using var cards = lists.Take(stored.Version);
        var listed = run.Entries.OfType<LedgerEntry.CardsAdded>().SelectMany(added => added.Cards).ToList();
        Assert.All(listed, card => Assert.IsType<CardLookup.Listed>(cards.Find(card.Card)));
    }
}
