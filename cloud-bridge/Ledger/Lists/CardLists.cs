using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// Makes card lists and says them, with the keys of the terminals that they go with. A list's version is used up before
/// it goes out.
/// </summary>
internal sealed class CardLists(SiteId site, ILedgerStore store, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private HashSet<Digest> chunksOfTheListBefore = [];
    private long lastMade = long.MinValue / 2;

    /// <summary>The last one; null: none was made.</summary>
    public PublishedList? Current { get; private set; }

    /// <summary>Says what is current, all of it: the broker may have lost what it had, or never have got it.</summary>
    public IEnumerable<LedgerAction> SayAll(long now)
    {
        if (Current is { } current && store.Read(current.IsCurrent))
            return Publish(current, knownChunks: [], knownKeys: 0);
        return Make(now, knownChunks: [], knownKeys: 0);
    }

    /// <summary>Makes a list when one is due.</summary>
    public IEnumerable<LedgerAction> OnTime(long now) =>
        IsDue(now) ? Make(now, ChunksOfTheList(), Current?.KeysVersion ?? 0) : [];

    private bool IsDue(long now) =>
        Current is { } current && store.Read(books => books.Era) != current.Version.Era ||
        now - lastMade >= options.ListEvery && (Current is null || !store.Read(Current.IsCurrent));

    private HashSet<Digest> ChunksOfTheList() => [.. Current?.Chunks.Keys ?? []];

    private List<LedgerAction> Make(long now, HashSet<Digest> knownChunks, long knownKeys)
    {
        lastMade = now;
        var made = store.Change(draft =>
        {
            var version = new ListVersion(draft.Books.Era, (draft.Books.LastList?.Version ?? 0) + 1);
            // First: a change that breaks off when it has added something ends the store.
            var list = PublishedList.Make(draft.Books, version, site, signer);
            draft.Add(new LedgerEntry.ListMade(version.Era, version.Version));
            return list;
        });
        var old = ChunksOfTheList();
        var actions = Publish(made, knownChunks, knownKeys);
        foreach (var gone in chunksOfTheListBefore.Where(hash => !made.Chunks.ContainsKey(hash) && !old.Contains(hash)))
            actions.Add(Publish(topics.CardChunk(gone), ReadOnlyMemory<byte>.Empty));
        (chunksOfTheListBefore, Current) = (old, made);
        return actions;
    }

    /// <summary>Chunks and keys go out before the manifest that names them; chunks go only when no current list has
    /// them.</summary>
    /// <param name="made">The list.</param>
    /// <param name="knownChunks">Chunks that the broker has for certain.</param>
    /// <param name="knownKeys">The version of the keys that it has for certain.</param>
    private List<LedgerAction> Publish(PublishedList made, HashSet<Digest> knownChunks, long knownKeys)
    {
        var actions = new List<LedgerAction>();
        foreach (var chunk in made.Chunks.Where(chunk => !knownChunks.Contains(chunk.Key)))
            actions.Add(Publish(topics.CardChunk(chunk.Key), chunk.Value));
        if (made.Keys is { } keys && made.KeysVersion != knownKeys)
            actions.Add(Publish(topics.Keys, keys));
        actions.Add(Publish(topics.CardList, made.Manifest));
        return actions;
    }

    private static LedgerAction.Publish Publish(string topic, ReadOnlyMemory<byte> payload) =>
        new(new MqttMessage(topic, payload, Retained: true));
}
