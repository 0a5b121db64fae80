using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card list as it goes out, whole.</summary>
/// <param name="Version">Which.</param>
/// <param name="Manifest">Signed.</param>
/// <param name="Hashes">Of its chunks, in order.</param>
/// <param name="Chunks">By hash.</param>
internal sealed record PublishedList(
    ListVersion Version,
    ReadOnlyMemory<byte> Manifest,
    IReadOnlyList<Digest> Hashes,
    IReadOnlyDictionary<Digest, byte[]> Chunks)
{
    /// <summary>Chunks of which later versions say something else, by their place.</summary>
    private readonly HashSet<int> outdated = [];

    /// <summary>Places of chunks that are not those of later versions.</summary>
    public IEnumerable<int> Outdated => outdated;

    /// <summary>A later version says something else of these cards.</summary>
    public void Note(IEnumerable<CardToken> changed) =>
        outdated.UnionWith(changed.Select(card => CardChunks.IndexOf(card, Hashes.Count)));

    /// <summary>Makes a list of the books as they are: balances and watermarks of one moment.</summary>
    /// <param name="books">As the list shows them.</param>
    /// <param name="now">The list.</param>
    /// <param name="since">The earliest version that the changes since can be said.</param>
    /// <param name="making">Made before, as far as that goes.</param>
    /// <param name="site">Whose.</param>
    /// <param name="signer">Signs it.</param>
    public static PublishedList Make(
        LedgerBooks books, ListedBooks now, long since, ListInMaking making, SiteId site, ISigner signer)
    {
        var chunks = making.End(books);
        var hashes = chunks.Select(chunk => chunk.Hash).ToList();
        var manifest = new ListManifest(
            site,
            Addressee.Terminals,
            now.Version.Era,
            now.Version.Version,
            [.. books.Watermarks()],
            books.CardCount,
            [.. hashes],
            now.Keys,
            since,
            CardChunks.Packing,
            now.History);
        // Two empty chunks are one.
        var byHash = new Dictionary<Digest, byte[]>();
        foreach (var (hash, chunk) in chunks)
            byHash[hash] = chunk;
        return new PublishedList(now.Version, SignedMessage.Sign(manifest, signer).Compact, hashes, byHash);
    }
}
