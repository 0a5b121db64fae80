using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>A list as it is stored: chunks that a signed manifest names, and what has changed since. Never changes.
/// </summary>
/// <param name="Manifest">As the ledger would have made it: version, watermarks and count are of now.</param>
/// <param name="Base">The version whose chunks it has.</param>
/// <param name="Signed">The hash of the manifest as it is on the disk.</param>
/// <param name="Overlay">What has changed since that version.</param>
internal sealed record CardListState(ListManifest Manifest, ListVersion Base, Digest Signed, CardOverlay Overlay)
{
    /// <summary>Which list it is.</summary>
    public ListVersion Version => Manifest.List();

    /// <summary>The chunk that has a card, if it has one.</summary>
    public Digest ChunkOf(CardToken card) => Manifest.Chunks[CardChunks.IndexOf(card, Manifest.Chunks.Count)];

    /// <summary>A list of which nothing has changed.</summary>
    /// <param name="manifest">It.</param>
    /// <param name="signed">As received.</param>
    public static CardListState Of(ListManifest manifest, ReadOnlySpan<byte> signed) =>
        new(manifest, manifest.List(), Digest.Of(signed), CardOverlay.None(manifest.Chunks.Count));

    /// <summary>What comes of it by changes that follow.</summary>
    public CardListState With(ListDelta delta) => this with
    {
        Manifest = Manifest with
        {
            Version = delta.Version,
            Watermarks = WatermarksWith(delta.Watermarks),
            Cards = delta.Cards,
            Keys = delta.Keys,
        },
        Overlay = Overlay.With(delta.Changed, delta.Removed),
    };

    /// <summary>All that has changed since its chunks, as differentials of few cards each.</summary>
    public IEnumerable<ListDelta> Changes()
    {
        const int atOnce = 1_000;
        var all = new ListDelta(
            Manifest.Site, Manifest.To, Base.Era, Base.Version, Manifest.Version, Manifest.Cards, Manifest.Watermarks,
            Changed: [], [.. Overlay.Gone], Manifest.Keys, Manifest.History);
        yield return all;
        foreach (var cards in Overlay.Entries.Chunk(atOnce))
            yield return all with { Watermarks = [], Changed = [.. cards], Removed = [] };
    }

    /// <summary>Most lines of a file that was written anew say none: a start has thousands of them.</summary>
    private ValueList<Watermark> WatermarksWith(ValueList<Watermark> others)
    {
        if (others.Count == 0)
            return Manifest.Watermarks;
        var rows = Manifest.Watermarks.ToDictionary(row => (row.Terminal, row.Epoch));
        foreach (var row in others)
            rows[(row.Terminal, row.Epoch)] = row;
        return [.. rows.Values];
    }
}
