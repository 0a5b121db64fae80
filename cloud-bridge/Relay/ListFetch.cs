using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// Fetches a card list: the manifest says which chunks it has, chunks that the store has are not fetched again. A few
/// are under way at a time, and each is handed to the store when it comes: a list may be larger than the memory. A
/// newer manifest takes the place of one that is being fetched, and keeps the chunks that they share.
/// </summary>
internal sealed class ListFetch(RelayIdentity identity, Topics topics, ICardListStore store, RelayOptions options)
{
    private readonly HashSet<Digest> underWay = [];
    private Queue<Digest> waiting = new();
    private ListManifest? manifest;
    private ReadOnlyMemory<byte> signedManifest;
    private long lastTry;
    private long lastQuestion = long.MinValue / 2;

    /// <summary>A new connection: subscriptions are gone.</summary>
    public IEnumerable<RelayAction> Connected() => [.. underWay.Select(Subscribe)];

    /// <summary>Takes a manifest.</summary>
    public IEnumerable<RelayAction> TakeManifest(string topic, ReadOnlyMemory<byte> payload, long now)
    {
        if (!SignedMessage.Read<ListManifest>(payload, identity.LedgerKeys, identity.Site, Addressee.Terminals)
            .Succeeded(out var offered, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(topic, error))];
        var newest = manifest?.List() ?? store.Stored;
        if (newest is not null && offered.List() <= newest)
            return [];

        (manifest, signedManifest, lastTry) = (offered, payload, now);
        var needed = offered.Chunks.Where(chunk => !store.HasChunk(chunk)).ToHashSet();
        List<RelayAction> forgotten = [.. underWay.Where(chunk => !needed.Contains(chunk)).ToList().Select(Forget)];
        waiting = new Queue<Digest>(needed.Where(chunk => !underWay.Contains(chunk)));
        return [.. forgotten, .. AskForMore(), .. TryFinish(now)];
    }

    /// <summary>Takes a chunk.</summary>
    public IEnumerable<RelayAction> TakeChunk(string topic, Digest chunk, ReadOnlyMemory<byte> payload, long now)
    {
        if (manifest is not { } list || !underWay.Contains(chunk))
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
        lastTry = now;
        return [Forget(chunk), .. AskForMore(), .. TryFinish(now)];
    }

    /// <summary>
    /// Tries again what could not be stored, and asks again for chunks that a broker dropped on their way or the disk
    /// has lost since.
    /// </summary>
    public IEnumerable<RelayAction> OnTime(long now)
    {
        store.Tidy();
        if (manifest is not { } list || now - lastTry < options.ListPatience)
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

    /// <summary>
    /// The ledger has a list that we have not heard of: its manifest was dropped on its way. Who subscribes again is
    /// given what the broker keeps (MQTT 5.0, 3.3.1.3).
    /// </summary>
    public IEnumerable<RelayAction> Learn(ListVersion? current, long now)
    {
        var newest = manifest?.List() ?? store.Stored;
        if (current is null || newest is not null && current <= newest || now - lastQuestion < options.ListPatience)
            return [];
        lastQuestion = now;
        return [new RelayAction.Subscribe(topics.CardList)];
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
        if (manifest is not { } list || underWay.Count > 0)
            return [];
        lastTry = now;
        if (store.Save(list, signedManifest) is { } why)
            return [new RelayAction.Tell(new RelayNews.ListNotStored(list.List(), why))];
        (manifest, signedManifest) = (null, default);
        return [new RelayAction.Tell(new RelayNews.ListStored(list.List()))];
    }

    private RelayAction.Subscribe Subscribe(Digest chunk) => new(topics.CardChunk(chunk));

    private RelayAction Forget(Digest chunk)
    {
        underWay.Remove(chunk);
        return new RelayAction.Unsubscribe(topics.CardChunk(chunk));
    }
}
