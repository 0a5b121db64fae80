using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>
/// Keeps the latest card list on disk. Its chunks are files of their own and never change; the signed manifest names
/// them, with version and watermark, and is put in the place of the last one in one step when all of them are durable.
/// The relay saves from its own thread; the loop takes a list when the core says so.
/// </summary>
public sealed class CardListStore : ICardListStore, IDisposable
{
    internal const string FileName = "cards.manifest";
    private const string AsideName = "cards.manifest.damaged";

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly CardChunkStore chunks;
    private readonly TerminalId terminal;
    private readonly Dictionary<ListVersion, ListManifest> prepared = [];
    private readonly List<ListedCards> inUse = [];
    private readonly HashSet<Digest> arriving = [];
    private readonly HashSet<Digest> needed = [];
    private ListManifest? current;
    private ListManifest? taken;
    private EpochMarks demanded;
    private bool isTidy;

    private CardListStore(IStorage storage, ICardCache cache, TerminalId terminal) =>
        (this.storage, chunks, this.terminal) = (storage, new CardChunkStore(storage, cache), terminal);

    /// <inheritdoc/>
    public ListVersion? Stored => Manifest?.List();

    /// <inheritdoc/>
    public ListManifest? Manifest => Volatile.Read(ref current);

    /// <inheritdoc/>
    public ListManifest? InUse => Volatile.Read(ref taken);

    /// <summary>The list on disk as the core wants to know it; null when there is none.</summary>
    public StoredList? StoredList => Describe(Volatile.Read(ref current));

    /// <summary>What was wrong with the list that was found; null when nothing was.</summary>
    public string? Damage { get; private set; }

    /// <summary>What was found wrong with the cache; null when it is whole. Cards are found all the same.</summary>
    public string? CacheDamage => chunks.CacheDamage;

    /// <summary>
    /// Reads the list on disk. What is not good of it is moved aside, and there is none until that was fetched again.
    /// </summary>
    /// <param name="storage">Its folder.</param>
    /// <param name="cache">Disposed of with the store.</param>
    /// <param name="site">Whose lists are taken.</param>
    /// <param name="terminal">Whose watermark counts.</param>
    /// <param name="ledgerKeys">Who may sign one.</param>
    public static CardListStore Open(
        IStorage storage, ICardCache cache, SiteId site, TerminalId terminal, IKeyRing ledgerKeys)
    {
        var store = new CardListStore(storage, cache, terminal);
        try
        {
            if (storage.Exists(FileName))
                store.Read(storage.Read(FileName), ledgerKeys, site);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            store.Damage = $"cannot read {FileName} in {storage.Name}: {failure.Message}";
        }
        return store;
    }

    /// <summary>
    /// No list is saved that lacks these records of ours: it would take the place of one that has them. The core would
    /// refuse it, and after a restart there would be none.
    /// </summary>
    public void Demand(EpochMarks records)
    {
        lock (gate)
            demanded = records;
    }

    /// <inheritdoc/>
    public bool HasChunk(Digest chunk) => chunks.Has(chunk);

    /// <inheritdoc/>
    public string? Keep(Digest chunk, ReadOnlySpan<byte> content)
    {
        lock (gate)
            arriving.Add(chunk);
        try
        {
            return chunks.Keep(chunk, content)?.ToString();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CannotWrite("a chunk", failure);
        }
    }

    /// <inheritdoc/>
    public string? Save(ListManifest manifest, ReadOnlyMemory<byte> signed)
    {
        if (Lacking(manifest) is { } lacking)
            return $"it lacks record {lacking}, which it must have: was the ledger restored? ledger raise-era";
        try
        {
            chunks.Sync();
            if (chunks.FlawOf(manifest) is { } flaw)
                return flaw.ToString();
            storage.Replace(FileName, signed.Span);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CannotWrite(FileName, failure);
        }
        Prepare(manifest);
        return null;
    }

    /// <inheritdoc/>
    public void Tidy()
    {
        if (Volatile.Read(ref current) is not { } list)
            return;
        chunks.Mend(list.Chunks);
        if (!FindWhatIsNeeded())
            return;
        try
        {
            chunks.Retain(needed);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Files that nobody needs stay a little longer.
            lock (gate)
                isTidy = false;
        }
    }

    /// <summary>
    /// The cards of a list that was saved; the caller's to dispose of. What was saved before it can no longer be taken.
    /// </summary>
    public ListedCards Take(ListVersion version)
    {
        lock (gate)
        {
            var cards = new ListedCards(prepared[version], Find, Release);
            foreach (var older in prepared.Keys.Where(key => key <= version).ToList())
                prepared.Remove(older);
            inUse.Add(cards);
            Volatile.Write(ref taken, cards.Manifest);
            isTidy = false;
            return cards;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => chunks.Dispose();

    private void Read(byte[] signed, IKeyRing ledgerKeys, SiteId site)
    {
        if (!SignedMessage.Read<ListManifest>(signed, ledgerKeys, site, Addressee.Terminals)
            .Succeeded(out var manifest, out var error))
        {
            storage.Replace(AsideName, signed);
            storage.Delete(FileName);
            Damage = error.ToString();
            return;
        }
        foreach (var chunk in manifest.Chunks)
            if (!chunks.Find(chunk).Succeeded(out _, out var lost))
                Damage = lost.ToString();
        // What is still good of a list need not be fetched again.
        if (chunks.FlawOf(manifest) is { } flaw)
            Damage ??= flaw.ToString();
        else
            Prepare(manifest);
    }

    private void Prepare(ListManifest manifest)
    {
        lock (gate)
        {
            prepared[manifest.List()] = manifest;
            arriving.Clear();
            isTidy = false;
            Volatile.Write(ref current, manifest);
        }
    }

    private Reading<CardBlock> Find(Digest chunk)
    {
        var found = chunks.Find(chunk);
        if (!found.Succeeded(out _, out _))
            lock (gate)
                if (current?.Chunks.Contains(chunk) == true)
                    Volatile.Write(ref current, null);
        return found;
    }

    private void Release(ListedCards cards)
    {
        lock (gate)
        {
            inUse.Remove(cards);
            isTidy = false;
        }
    }

    /// <summary>Into one set that stays: of a million cards it is too large to be made anew for each list.</summary>
    /// <returns>False when all is tidy.</returns>
    private bool FindWhatIsNeeded()
    {
        lock (gate)
        {
            if (isTidy || current is null)
                return false;
            isTidy = true;
            needed.Clear();
            needed.UnionWith(arriving);
            foreach (var list in prepared.Values.Concat(inUse.Select(cards => cards.Manifest)).Append(current))
                foreach (var chunk in list.Chunks)
                    needed.Add(chunk);
            return true;
        }
    }

    private RecordPosition? Lacking(ListManifest manifest)
    {
        lock (gate)
            return manifest.WatermarksOf(terminal).Lacks(demanded);
    }

    private string CannotWrite(string what, Exception failure) =>
        $"cannot write {what} in {storage.Name}: {failure.Message}";

    private StoredList? Describe(ListManifest? list) => list is null
        ? null
        : new StoredList(list.List(), list.WatermarksOf(terminal), list.Cards) { SiteWatermarks = list.Watermarks };
}
