using CloudBridge.Contract;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace EdgeTerminal.Store;

/// <summary>
/// Keeps the latest card list on disk. Its chunks are files of their own and never change; the signed manifest names
/// them, with version and watermark, and is put in the place of the last one in one step when all of them are durable.
/// What has changed since is a file beside it, to which each differential adds a line.
/// The relay saves from its own thread; the loop takes a list when the core says so.
/// </summary>
public sealed class CardListStore : ICardListStore, IDisposable
{
    internal const string FileName = "cards.manifest";
    private const string AsideName = "cards.manifest.damaged";

    /// <summary>A file of changes is written anew when it is longer than this and a little more for each card.
    /// </summary>
    private const int LongestUncompacted = 256 * 1024;

    private const int MostBytesACard = 600;
    private const int FewestWorn = 4_096;
    private const int MostWorn = 32_768;

    /// <summary>
    /// Lists that were stored and not taken. The loop takes the latest, or it refuses that and all that follow, for as
    /// long as nobody looks; while it takes one hardly another comes.
    /// </summary>
    private const int MostPrepared = 64;

    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly CardChunkStore chunks;
    private readonly TerminalId terminal;
    private readonly SortedList<ListVersion, CardListState> prepared = [];
    private readonly List<ListedCards> inUse = [];
    private readonly HashSet<Digest> arriving = [];
    private readonly HashSet<Digest> needed = [];
    private CardListState? current;
    private ListManifest? taken;
    private CardDeltaFile? deltas;
    private EpochMarks demanded;
    private long uncompacted;
    private bool isTidy;

    private CardListStore(IStorage storage, ICardCache cache, TerminalId terminal) =>
        (this.storage, chunks, this.terminal) = (storage, new CardChunkStore(storage, cache), terminal);

    /// <inheritdoc/>
    public ListVersion? Stored => Manifest?.List();

    /// <inheritdoc/>
    public ListManifest? Manifest => Volatile.Read(ref current)?.Manifest;

    /// <inheritdoc/>
    public ListVersion? Base => Volatile.Read(ref current)?.Base;

    /// <inheritdoc/>
    public bool IsWorn => Volatile.Read(ref current) is { } list &&
        list.Overlay.Count > Math.Clamp(list.Manifest.Cards / 8, FewestWorn, MostWorn);

    /// <inheritdoc/>
    public ListManifest? InUse => Volatile.Read(ref taken);

    /// <summary>The list on disk as the core wants to know it; null when there is none.</summary>
    public StoredList? StoredList => Describe(Manifest);

    /// <summary>What was wrong with the list that was found; null when nothing was.</summary>
    public string? Damage { get; private set; }

    /// <summary>How many lists wait to be taken.</summary>
    internal int Prepared => prepared.Count;

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
    /// No list that lacks these records of ours takes the place of one that has them, whether it came whole or as what
    /// has changed: the core would refuse it, and after a restart there would be none. Chunks from before them may,
    /// below changes that have them.
    /// </summary>
    public void Demand(EpochMarks records)
    {
        lock (gate)
            demanded = records;
    }

    /// <inheritdoc/>
    public string? Lack => Manifest is { } list ? LackOf(list) : null;

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
    public string? Apply(ListDelta delta)
    {
        if (Volatile.Read(ref current) is not { } list || !delta.Follows(list.Manifest))
            return $"it does not follow list {Stored?.ToString() ?? "none"}";
        if (CardCount.After(delta, list, Find, out var cards) is { } lost)
            return lost.ToString();
        if (cards != delta.Cards)
            return $"{cards} cards come of it; it says {delta.Cards}";
        var next = list.With(delta);
        if (WhyNot(next.Manifest) is { } why)
            return why;
        try
        {
            deltas!.Append(delta, next.Changes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CannotWrite("what has changed", failure);
        }
        Compact(next);
        Prepare(next);
        return null;
    }

    /// <inheritdoc/>
    public string? Save(ListManifest manifest, ReadOnlyMemory<byte> signed)
    {
        try
        {
            chunks.Sync();
            if (chunks.FlawOf(manifest) is { } flaw)
                return flaw.ToString();
            var whole = CardListState.Of(manifest, signed.Span);
            var file = new CardDeltaFile(storage, whole.Signed);
            var later = Volatile.Read(ref current) is { } now && now.Version > whole.Version &&
                now.Base.Era == whole.Base.Era
                ? now
                : null;
            if (later is not null && later.Manifest.History != manifest.History)
                return "it is of another history, and not above ours";
            var list = later is null ? Replay(whole, file) : OnChunksOf(whole, later);
            // What comes of it, not what was fetched: that may lack what has changed since.
            if (WhyNot(list.Manifest) is { } why)
                return why;
            // Durable before the manifest, which names the file, takes the place of the last.
            if (later is not null)
                file.Write(list.Changes());
            storage.Replace(FileName, signed.Span);
            Use(file);
            Prepare(list);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CannotWrite(FileName, failure);
        }
        return null;
    }

    /// <inheritdoc/>
    public void Tidy()
    {
        if (Volatile.Read(ref current) is not { } list)
            return;
        chunks.Mend(list.Manifest.Chunks);
        if (!FindWhatIsNeeded())
            return;
        try
        {
            chunks.Retain(needed);
            deltas?.DeleteOthers();
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
            Volatile.Write(ref taken, cards.List.Manifest);
            isTidy &= HasOneBase();
            return cards;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        deltas?.Dispose();
        chunks.Dispose();
    }

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
        {
            var list = CardListState.Of(manifest, signed);
            Use(new CardDeltaFile(storage, list.Signed));
            Prepare(Replay(list, deltas!));
        }
    }

    /// <summary>With what has changed since, as far as it is here.</summary>
    private static CardListState Replay(CardListState list, CardDeltaFile file)
    {
        foreach (var delta in file.Read())
            list = list.With(delta);
        return list;
    }

    /// <summary>
    /// A later list on other chunks. What these say as well need not be kept beside them.
    /// </summary>
    private CardListState OnChunksOf(CardListState whole, CardListState later)
    {
        var others = later.Overlay.Entries.Where(card => chunks.Find(whole.ChunkOf(card.Card))
            .Succeeded(out var block, out _) is var found && (!found || block!.Find(card.Card) != card));
        return whole with
        {
            Manifest = later.Manifest with { Chunks = whole.Manifest.Chunks, Since = whole.Manifest.Since },
            Overlay = whole.Overlay.With(others, later.Overlay.Gone),
        };
    }

    /// <summary>
    /// Writes what has changed anew, each card once, when it has become too long. It is all there: where there is no
    /// room for that, it grows a while longer.
    /// </summary>
    private void Compact(CardListState list)
    {
        if (deltas!.Length <= Math.Max(uncompacted, LongestUncompacted + MostBytesACard * list.Overlay.Count))
            return;
        try
        {
            deltas.Write(list.Changes());
            uncompacted = 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            uncompacted = deltas.Length + LongestUncompacted;
        }
    }

    private void Use(CardDeltaFile file)
    {
        deltas?.Dispose();
        (deltas, uncompacted) = (file, 0);
    }

    private void Prepare(CardListState list)
    {
        lock (gate)
        {
            prepared[list.Version] = list;
            while (prepared.Count > MostPrepared)
                prepared.RemoveAt(0);
            if (list.Signed != current?.Signed)
            {
                arriving.Clear();
                isTidy = false;
            }
            Volatile.Write(ref current, list);
        }
    }

    private Reading<CardBlock> Find(Digest chunk)
    {
        var found = chunks.Find(chunk);
        if (!found.Succeeded(out _, out _))
            lock (gate)
                if (current?.Manifest.Chunks.Contains(chunk) == true)
                    Volatile.Write(ref current, null);
        return found;
    }

    private void Release(ListedCards cards)
    {
        lock (gate)
        {
            isTidy &= HasOneBase();
            inUse.Remove(cards);
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
            foreach (var list in Kept().DistinctBy(list => list.Signed))
                foreach (var chunk in list.Manifest.Chunks)
                    needed.Add(chunk);
            return true;
        }
    }

    /// <summary>Lists that somebody uses or may use.</summary>
    private IEnumerable<CardListState> Kept() =>
        prepared.Values.Concat(inUse.Select(cards => cards.List)).Concat(current is { } list ? [list] : []);

    /// <summary>All lists have the same chunks, so that none of them is needed no more.</summary>
    private bool HasOneBase() => Kept().DistinctBy(list => list.Signed).Count() <= 1;

    /// <summary>
    /// A list that lacks a record of ours never takes the place of one that has it; of one that lacks some as well, or
    /// of none, it may: changes that it has not yet may bring the record.
    /// </summary>
    private string? WhyNot(ListManifest manifest) =>
        LackOf(manifest) is { } lack && Manifest is { } list && LackOf(list) is null ? lack : null;

    private string? LackOf(ListManifest manifest)
    {
        lock (gate)
            return manifest.WatermarksOf(terminal).Lacks(demanded) is { } lacking
                ? $"it lacks record {lacking}, which it must have: was the ledger restored? ledger raise-era"
                : null;
    }

    private string CannotWrite(string what, Exception failure) =>
        $"cannot write {what} in {storage.Name}: {failure.Message}";

    private StoredList? Describe(ListManifest? list) => list is null
        ? null
        : new StoredList(list.List(), list.WatermarksOf(terminal), list.Cards) { SiteWatermarks = list.Watermarks };
}
