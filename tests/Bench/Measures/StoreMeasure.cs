using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using Tests.Support;

namespace Tests.Bench;

/// <summary>
/// One record made durable: by our journal, by a bare file, and by the databases that it might have been, by turns in
/// one run. The others are handed as many bytes; ours makes and signs the record first.
/// </summary>
internal sealed class StoreMeasure : IMeasure
{
    private const int Lines = 2_000;
    private const int WarmUp = 1_000;
    private const int Together = 8;

    public string Name => "stores";

    public string Description => "a sale's record made durable; ours beside a bare file, SQLite and LiteDB";

    public Task RunAsync(Table table, CancellationToken cancellation)
    {
        using var site = new Site();
        using var folder = new TemporaryFolder();
        var disk = new FolderStorage(folder.In("journal"));
        using var journal = Journals.Open(disk, site);
        using var bare = new BareStore(folder.In("bare"));
        using var sqlite = DurableStores.TryOpenSqlite(folder.In("sqlite"), out var withoutSqlite);
        using var liteDb = DurableStores.TryOpenLiteDb(folder.In("litedb"), out var withoutLiteDb);
        IDurableStore[] others = [.. new[] { bare, sqlite, liteDb }.OfType<IDurableStore>()];
        var line = RandomNumberGenerator.GetBytes(LengthOfALine(journal, disk));
        var (ours, group) = (new List<double>(), new List<double>());
        var beers = Enumerable.Repeat<Fact>(Records.Beer, Together).ToArray();
        var theirs = others.ToDictionary(store => store, _ => new List<double>());
        for (var round = 0; round < WarmUp + Lines; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            ours.Add(Elapsed.Milliseconds(() => JournalBench.Append(journal, Records.Beer)));
            group.Add(Elapsed.Milliseconds(() => JournalBench.Append(journal, beers)));
            foreach (var store in others)
                theirs[store].Add(Elapsed.Milliseconds(() => store.Append(line)));
        }

        var reference = Warm(theirs[bare]);
        table.Head(this);
        table.Times($"{bare.Name} of {line.Length} bytes", reference);
        Write(table, "ours: encode, sign, append, fsync", Warm(ours), reference);
        Write(table, $"ours: {Together} records together, one fsync", Warm(group), reference);
        foreach (var store in others.Skip(1))
            Write(table, store.Name, Warm(theirs[store]), reference);
        if (sqlite is null)
            table.Write("SQLite", withoutSqlite);
        if (liteDb is null)
            table.Write("LiteDB", withoutLiteDb);
        return Task.CompletedTask;
    }

    private static void Write(Table table, string what, Distribution times, Distribution reference)
    {
        table.Times(what, times);
        table.Ratio("  / bare", times, reference);
    }

    private static int LengthOfALine(Journal journal, FolderStorage disk)
    {
        long Bytes() => JournalSegment.In(disk).Sum(segment => (long)disk.Read(segment.Name).Length);
        var before = Bytes();
        JournalBench.Append(journal, Records.Beer);
        return (int)(Bytes() - before);
    }

    private static Distribution Warm(IEnumerable<double> times) => Distribution.Of(times.Skip(WarmUp));
}
