using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A card list as it goes out.</summary>
/// <param name="Version">Which.</param>
/// <param name="Revision">The books' revision that it shows.</param>
/// <param name="Manifest">Signed.</param>
/// <param name="Chunks">By hash.</param>
/// <param name="KeysVersion">Of the terminals' keys that it goes with; 0: there are none.</param>
/// <param name="Keys">Signed; null: there are none.</param>
internal sealed record PublishedList(
    ListVersion Version,
    long Revision,
    ReadOnlyMemory<byte> Manifest,
    IReadOnlyDictionary<Digest, byte[]> Chunks,
    long KeysVersion,
    ReadOnlyMemory<byte>? Keys)
{
    /// <summary>Does it show the books as they are, and is it the last that was made, by whomever?</summary>
    public bool IsCurrent(LedgerBooks books) =>
        Version == books.LastList &&
        Version.Era == books.Era && Revision == books.CardsRevision && KeysVersion == books.KeysVersion;

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
            [.. hashes],
            books.KeysVersion);
        // Two empty chunks are one.
        var byHash = new Dictionary<Digest, byte[]>();
        foreach (var (hash, chunk) in hashes.Zip(chunks))
            byHash[hash] = chunk;
        return new PublishedList(
            version,
            books.CardsRevision,
            SignedMessage.Sign(manifest, signer).Compact,
            byHash,
            books.KeysVersion,
            KeysOf(books, site, signer));
    }

    private static ReadOnlyMemory<byte>? KeysOf(LedgerBooks books, SiteId site, ISigner signer)
    {
        if (books.KeysVersion == 0)
            return null;
        var keys = books.TerminalsInUse.Select(
            book => book.WebKey with { Site = site, Terminal = book.Terminal });
        var message = new KeysMessage(site, Addressee.Terminals, books.KeysVersion, [.. keys]);
        return SignedMessage.Sign(message, signer).Compact;
    }
}
