using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card list as it goes out.</summary>
/// <param name="Version">Which.</param>
/// <param name="Revision">The books' revision that it shows.</param>
/// <param name="Manifest">Signed.</param>
/// <param name="Chunks">By hash.</param>
internal sealed record PublishedList(
    ListVersion Version, long Revision, ReadOnlyMemory<byte> Manifest, IReadOnlyDictionary<Digest, byte[]> Chunks)
{
    /// <summary>Makes a list of the books as they are: balances and watermarks of one moment.</summary>
    public static PublishedList Make(LedgerBooks books, ListVersion version, SiteId site, ISigner signer)
    {
        var cards = books.Cards();
        var chunks = CardChunks.Write(cards);
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
        var manifest = new ListManifest(
            site,
            Addressee.Terminals,
            version.Era,
            version.Version,
            [.. books.Watermarks()],
            cards.Count,
            [.. hashes]);
        // Two empty chunks are one.
        var byHash = new Dictionary<Digest, byte[]>();
        foreach (var (hash, chunk) in hashes.Zip(chunks))
            byHash[hash] = chunk;
        return new PublishedList(version, books.CardsRevision, SignedMessage.Sign(manifest, signer).Compact, byHash);
    }
}
