using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>A complete, verified card list.</summary>
internal sealed record CardList(
    ListManifest Manifest,
    ReadOnlyMemory<byte> SignedManifest,
    IReadOnlyDictionary<Digest, byte[]> Chunks,
    IReadOnlyList<CardEntry> Cards)
{
    /// <summary>Reads all cards of a list whose chunks have their hashes.</summary>
    public static Reading<CardList> Of(
        ListManifest manifest, ReadOnlyMemory<byte> signedManifest, IReadOnlyDictionary<Digest, byte[]> chunks)
    {
        var cards = new List<CardEntry>();
        for (var index = 0; index < manifest.Chunks.Count; index++)
        {
            if (!chunks.TryGetValue(manifest.Chunks[index], out var chunk))
                return new FormatError(FormatErrorKind.BadContent, $"chunk {index} is missing");
            if (!CardChunks.Read(chunk, index, manifest.Chunks.Count).Succeeded(out var some, out var error))
                return error;
            cards.AddRange(some);
        }
        return cards.Count == manifest.Cards
            ? new CardList(manifest, signedManifest, chunks, cards)
            : new FormatError(FormatErrorKind.BadContent, $"{cards.Count} cards; the manifest says {manifest.Cards}");
    }
}
