using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// Fetches a card list whole: the manifest says which chunks it has, chunks that the store has are not fetched again. A
/// few are under way at a time, and each is handed to the store when it comes: a list may be larger than the memory. A
/// newer manifest takes the place of one that is being fetched, and keeps the chunks that they share.
/// </summary>
internal sealed class ListFetch(Topics topics, ICardListStore store, RelayOptions options)
{
    private readonly HashSet<Digest> underWay = [];
    private Queue<Digest> waiting = new();
    private ReadOnlyMemory<byte> signedManifest;
    private long lastTry;

    /// <summary>What is being fetched; null: nothing is.</summary>
    public ListManifest? Manifest { get; private set; }

    /// <summary>When something of it came last, or it was begun.</summary>
    public long LastProgress { get; private set; }

    /// <summary>A new connection: subscriptions are gone.</summary>
    public IEnumerable<RelayAction> Connected() => [.. underWay.Select(Subscribe)];

    /// <summary>Fetches this list, in place of another.</summary>
    /// <param name="wanted">Verified.</param>
    /// <param name="signed">As received.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public IEnumerable<RelayAction> Begin(ListManifest wanted, ReadOnlyMemory<byte> signed, long now)
    {
        (Manifest, signedManifest, lastTry, LastProgress) = (wanted, signed, now, now);
        var needed = wanted.Chunks.Where(chunk => !store.HasChunk(chunk)).ToHashSet();
        List<RelayAction> forgotten = [.. underWay.Where(chunk => !needed.Contains(chunk)).ToList().Select(Forget)];
        waiting = new Queue<Digest>(needed.Where(chunk => !underWay.Contains(chunk)));
        return [.. forgotten, .. AskForMore(), .. TryFinish(now)];
    }

    /// <summary>Fetches nothing any more.</summary>
    public IEnumerable<RelayAction> End()
    {
        (Manifest, signedManifest) = (null, default);
        waiting.Clear();
        return [.. underWay.ToList().Select(Forget)];
    }

    /// <summary>Takes a chunk.</summary>
    public IEnumerable<RelayAction> TakeChunk(string topic, Digest chunk, ReadOnlyMemory<byte> payload, long now)
    {
        if (Manifest is not { } list || !underWay.Contains(chunk))
            return [];
        if (payload.Length > CardChunks.LongestChunk || Digest.Of(payload.Span) != chunk)
            return
            [
                new RelayAction.Tell(new RelayNews.Rejected(
                    topic, new FormatError(FormatErrorKind.BadContent, "a chunk without the hash of its topic"))),
            ];
        // It stays under way when it could not be kept, and is asked for again.
        if (store.Keep(chunk, payload.Span) is { } why)
            return [new RelayAction.Tell(new RelayNews.ListNotStored(list.List(), why))];
        (lastTry, LastProgress) = (now, now);
        return [Forget(chunk), .. AskForMore(), .. TryFinish(now)];
    }

    /// <summary>
    /// Tries again what could not be stored, and asks again for chunks that a broker dropped on their way or the disk
    /// has lost since.
    /// </summary>
    public IEnumerable<RelayAction> OnTime(long now)
    {
        if (Manifest is not { } list || now - lastTry < options.ListPatience)
            return [];
        lastTry = now;
        if (underWay.Count == 0)
        {
            // The disk may have lost one after it was fetched.
            waiting = new Queue<Digest>(list.Chunks.Where(chunk => !store.HasChunk(chunk)).ToHashSet());
            return [.. AskForMore(), .. TryFinish(now)];
        }
        return [.. underWay.Select(Subscribe)];
    }

    private List<RelayAction> AskForMore()
    {
        var actions = new List<RelayAction>();
        while (underWay.Count < options.MostChunksUnderWay && waiting.TryDequeue(out var chunk))
        {
            underWay.Add(chunk);
            actions.Add(Subscribe(chunk));
        }
        return actions;
    }

    private List<RelayAction> TryFinish(long now)
    {
        if (Manifest is not { } list || underWay.Count > 0)
            return [];
        lastTry = now;
        if (store.Save(list, signedManifest) is { } why)
            return [new RelayAction.Tell(new RelayNews.ListNotStored(list.List(), why))];
        (Manifest, signedManifest) = (null, default);
        return [new RelayAction.Tell(new RelayNews.ListStored(store.Stored ?? list.List()))];
    }

    private RelayAction.Subscribe Subscribe(Digest chunk) => new(topics.CardChunk(chunk));

    private RelayAction Forget(Digest chunk)
    {
        underWay.Remove(chunk);
        return new RelayAction.Unsubscribe(topics.CardChunk(chunk));
    }
}
