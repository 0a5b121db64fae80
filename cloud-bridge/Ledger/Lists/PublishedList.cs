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

    /// <summary>A later version says something else of these cards.</summary>
    public void Note(IEnumerable<CardToken> changed) =>
        outdated.UnionWith(changed.Select(card => CardChunks.IndexOf(card, Hashes.Count)));

    /// <summary>Makes a list of the books as they are: balances and watermarks of one moment.</summary>
    /// <param name="books">As the list shows them.</param>
    /// <param name="now">The list.</param>
    /// <param name="since">The earliest version that the changes since can be said.</param>
    /// <param name="before">Told of all that has changed since; null: every chunk is made anew.</param>
    /// <param name="site">Whose.</param>
    /// <param name="signer">Signs it.</param>
    public static PublishedList Make(
        LedgerBooks books, ListedBooks now, long since, PublishedList? before, SiteId site, ISigner signer)
    {
        var chunks = ChunksOf(books, now.SpokenFor, before);
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
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
        foreach (var (hash, chunk) in hashes.Zip(chunks))
            byHash[hash] = chunk;
        return new PublishedList(now.Version, SignedMessage.Sign(manifest, signer).Compact, hashes, byHash);
    }

    /// <summary>However many cards there are, those of one chunk are in memory as objects.</summary>
    private static IReadOnlyList<byte[]> ChunksOf(LedgerBooks books, Deductions spokenFor, PublishedList? before)
    {
        var all = new Lazy<CardToken[]>(() => Sorted(books.CardBook.Tokens));
        var some = new Lazy<CardToken[]>(() => Sorted(books.CardBook.Tokens.Where(before!.IsOutdated)));
        return CardChunks.Write(books.CardCount, (index, count) =>
        {
            var isCutAlike = before?.Hashes.Count == count;
            if (isCutAlike && !before!.outdated.Contains(index))
                return before.Chunks[before.Hashes[index]];
            var tokens = (isCutAlike ? some : all).Value;
            var cards = InChunk(tokens, index, count).Select(card => books.Find(card, spokenFor)!);
            return CardChunks.Pack(CardChunks.WriteChunk(cards));
        });
    }

    private bool IsOutdated(CardToken card) => outdated.Contains(CardChunks.IndexOf(card, Hashes.Count));

    private static CardToken[] Sorted(IEnumerable<CardToken> cards)
    {
        var sorted = cards.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    private static IEnumerable<CardToken> InChunk(CardToken[] sorted, int index, int count)
    {
        var first = Array.BinarySearch(sorted, CardChunks.FirstOf(index, count));
        return sorted.Skip(first < 0 ? ~first : first).TakeWhile(card => CardChunks.IndexOf(card, count) == index);
    }
}
