using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// Chunks on disk, which are the truth of a list, and the cache that answers for them. What the cache does not have is
/// read from the disk again, so that a lost cache costs time and nothing else. For several threads; one of them writes.
/// </summary>
internal sealed class CardChunkStore(IStorage storage, ICardCache cache) : IDisposable
{
    /// <summary>Some tenths of a second on a small machine: whoever mends has other things to do.</summary>
    private const int MendedAtOnce = 64;

    private readonly Lock gate = new();
    private readonly CardChunkFiles files = new(storage);
    private readonly Dictionary<Digest, Extent> known = [];
    private bool isSwept;
    private string? mending;
    private Queue<Digest> unmended = new();

    /// <summary>What was found wrong with the cache; null when it is whole.</summary>
    public string? CacheDamage => cache.Damage;

    /// <summary>Is it here, whole as far as we know?</summary>
    public bool Has(Digest chunk)
    {
        lock (gate)
            return known.ContainsKey(chunk);
    }

    /// <summary>Takes a new chunk, whose hash was compared.</summary>
    /// <returns>What is wrong with it; null when it was taken.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public FormatError? Keep(Digest chunk, ReadOnlySpan<byte> content)
    {
        if (!cache.Pack(chunk, content).Succeeded(out var block, out var error))
            return error;
        files.Write(chunk, content);
        Know(chunk, block, isNew: true);
        return null;
    }

    /// <summary>All chunks that were kept are durable, or not here any more: to be fetched and written anew.</summary>
    /// <exception cref="IOException">None of them is here any more.</exception>
    public void Sync()
    {
        var doubtful = files.TakeUnsynced();
        try
        {
            doubtful = files.Sync(doubtful);
        }
        finally
        {
            lock (gate)
                foreach (var chunk in doubtful)
                    known.Remove(chunk);
        }
    }

    /// <summary>A chunk's cards, from the cache or from the disk.</summary>
    /// <returns>An error when the disk has lost it: it must be fetched again.</returns>
    public Reading<CardBlock> Find(Digest chunk)
    {
        if (cache.Find(chunk) is { } cached)
        {
            Know(chunk, cached, isNew: false);
            return cached;
        }
        if (!Read(chunk).Succeeded(out var block, out var error))
        {
            lock (gate)
                known.Remove(chunk);
            return error;
        }
        Know(chunk, block, isNew: true);
        return block;
    }

    /// <summary>Does a list hold together: all chunks here, each in its place, as many cards as it says?</summary>
    public FormatError? FlawOf(ListManifest manifest)
    {
        long cards = 0;
        for (var index = 0; index < manifest.Chunks.Count; index++)
        {
            Extent extent;
            lock (gate)
                if (!known.TryGetValue(manifest.Chunks[index], out extent))
                    return Bad($"chunk {index} is missing");
            if (!extent.IsIn(index, manifest.Chunks.Count))
                return Bad($"chunk {index} has a card that belongs to another chunk");
            cards += extent.Count;
        }
        return cards == manifest.Cards ? null : Bad($"{cards} cards; the manifest says {manifest.Cards}");
    }

    /// <summary>Puts back some of what the cache has lost of these; the next call goes on.</summary>
    public void Mend(IEnumerable<Digest> chunks)
    {
        if (cache.Damage is not { } damage)
        {
            mending = null;
            return;
        }
        // By identity: what cannot be mended fails again with the same words, and is not over.
        if (!ReferenceEquals(damage, mending))
            (mending, unmended) = (damage, new Queue<Digest>(chunks));
        for (var done = 0; done < MendedAtOnce && unmended.TryDequeue(out var chunk); done++)
            Find(chunk);
        if (unmended.Count == 0 && ReferenceEquals(cache.Damage, mending))
            cache.Mended();
    }

    /// <summary>Forgets all but these.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public void Retain(HashSet<Digest> chunks)
    {
        List<Digest> gone;
        lock (gate)
        {
            gone = [.. known.Keys.Where(chunk => !chunks.Contains(chunk))];
            gone.ForEach(chunk => known.Remove(chunk));
        }
        cache.Retain(chunks);
        // What earlier processes left is looked for once: the names of all chunks weigh more than a change does.
        if (isSwept)
            files.Delete(gone);
        else
            files.Retain(chunks);
        isSwept = true;
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private Reading<CardBlock> Read(Digest chunk) =>
        files.Read(chunk).Succeeded(out var content, out var lost) ? cache.Pack(chunk, content) : lost;

    private void Know(Digest chunk, CardBlock block, bool isNew)
    {
        if (isNew)
            cache.Put(chunk, block);
        lock (gate)
            known.TryAdd(chunk, block.Count == 0 ? default : new Extent(block.Count, block.First, block.Last));
    }

    private static FormatError Bad(string detail) => new(FormatErrorKind.BadContent, detail);

    /// <summary>How far a chunk reaches.</summary>
    private readonly record struct Extent(int Count, CardToken First, CardToken Last)
    {
        /// <summary>Cards rise by token: when the first and the last are in their place, all are.</summary>
        public bool IsIn(int index, int count) =>
            Count == 0 || CardChunks.IndexOf(First, count) == index && CardChunks.IndexOf(Last, count) == index;
    }
}
