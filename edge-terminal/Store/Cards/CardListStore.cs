using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>
/// Keeps the latest card list on disk and makes caches of it. The relay saves from its own thread; the loop takes the
/// cache when the core says so.
/// </summary>
public sealed class CardListStore : ICardListStore
{
    private const string FileName = "cards.list";
    private const string AsideName = "cards.list.damaged";

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly ICardCacheFactory caches;
    private readonly TerminalId terminal;
    private readonly Dictionary<ListVersion, ICardCache> prepared = [];
    private CardList? current;
    private RecordPosition? demanded;

    private CardListStore(IStorage storage, ICardCacheFactory caches, TerminalId terminal) =>
        (this.storage, this.caches, this.terminal) = (storage, caches, terminal);

    /// <inheritdoc/>
    public ListVersion? Stored => Volatile.Read(ref current)?.Manifest.List();

    /// <summary>The list on disk as the core wants to know it; null when there is none.</summary>
    public StoredList? StoredList => Describe(Volatile.Read(ref current));

    /// <summary>What was wrong with the file that was found; null when nothing was.</summary>
    public string? Damage { get; private init; }

    /// <summary>Reads the list on disk. One that is not good is moved aside, and counts as none.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static CardListStore Open(
        IStorage storage, ICardCacheFactory caches, SiteId site, TerminalId terminal, IKeyRing ledgerKeys)
    {
        if (!storage.Exists(FileName))
            return new CardListStore(storage, caches, terminal);
        var file = storage.Read(FileName);
        if (!CardListFile.Read(file, ledgerKeys, site).Succeeded(out var list, out var error))
        {
            storage.Replace(AsideName, file);
            storage.Delete(FileName);
            return new CardListStore(storage, caches, terminal) { Damage = error.ToString() };
        }
        var store = new CardListStore(storage, caches, terminal);
        store.Prepare(list);
        return store;
    }

    /// <summary>
    /// No list is saved that lacks this record of ours: it would take the place of one that has it. The core would
    /// refuse it, and after a restart there would be none.
    /// </summary>
    public void Demand(RecordPosition? position)
    {
        lock (gate)
            demanded = position;
    }

    /// <inheritdoc/>
    public bool HasChunk(Digest chunk) => Volatile.Read(ref current)?.Chunks.ContainsKey(chunk) == true;

    /// <inheritdoc/>
    public string? Save(ListManifest manifest, ReadOnlyMemory<byte> signed, IReadOnlyDictionary<Digest, byte[]> fetched)
    {
        if (Lacking(manifest) is { } lacking)
            return $"it lacks record {lacking}, which an earlier list had: was the ledger restored? ledger raise-era";
        var chunks = new Dictionary<Digest, byte[]>();
        foreach (var digest in manifest.Chunks)
            if (fetched.GetValueOrDefault(digest) is { } chunk ||
                current?.Chunks.TryGetValue(digest, out chunk) == true)
                chunks[digest] = chunk;
        if (!CardList.Of(manifest, signed, chunks).Succeeded(out var list, out var error))
            return error.ToString();
        try
        {
            var file = CardListFile.Write(signed, [.. manifest.Chunks.Select(digest => chunks[digest])]);
            storage.Replace(FileName, file.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"cannot write {FileName} in {storage.Name}: {failure.Message}";
        }
        Prepare(list);
        return null;
    }

    /// <summary>
    /// The cache of a list that was saved; it is the caller's to dispose of. Caches of earlier ones go.
    /// </summary>
    public ICardCache Take(ListVersion version)
    {
        lock (gate)
        {
            var cache = prepared[version];
            prepared.Remove(version);
            foreach (var (older, unused) in prepared.Where(row => row.Key < version).ToList())
            {
                prepared.Remove(older);
                unused.Dispose();
            }
            return cache;
        }
    }

    private RecordPosition? Lacking(ListManifest manifest)
    {
        lock (gate)
            return demanded is { } needed && !(manifest.WatermarkOf(terminal) >= needed) ? needed : null;
    }

    private void Prepare(CardList list)
    {
        var cache = caches.Build(list.Manifest.List(), list.Cards);
        lock (gate)
            prepared[cache.Version] = cache;
        // The cards themselves live on in the cache; the chunks are kept so that they need not be fetched again.
        Volatile.Write(ref current, list with { Cards = [] });
    }

    private StoredList? Describe(CardList? list) => list is null
        ? null
        : new StoredList(list.Manifest.List(), list.Manifest.WatermarkOf(terminal), list.Manifest.Cards);
}
