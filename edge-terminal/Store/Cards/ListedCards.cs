using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Answers look-ups from one stored list, which never changes: a new list takes its place in one step. The store keeps
/// what it needs until it is disposed of.
/// </summary>
public sealed class ListedCards : IDisposable
{
    private readonly Func<Digest, Reading<CardBlock>> blockOf;
    private readonly Action<ListedCards> release;

    internal ListedCards(
        ListManifest manifest, Func<Digest, Reading<CardBlock>> blockOf, Action<ListedCards> release)
    {
        (Manifest, this.blockOf, this.release) = (manifest, blockOf, release);
        Version = manifest.List();
    }

    /// <summary>Which list.</summary>
    public ListVersion Version { get; }

    internal ListManifest Manifest { get; }

    /// <summary>Looks a card up.</summary>
    public CardLookup Find(CardToken card)
    {
        var chunk = Manifest.Chunks[CardChunks.IndexOf(card, Manifest.Chunks.Count)];
        if (!blockOf(chunk).Succeeded(out var block, out var error))
            return new CardLookup.Lost(error.Detail);
        return block.Find(card) is { } entry ? new CardLookup.Listed(entry) : new CardLookup.NotListed();
    }

    /// <inheritdoc/>
    public void Dispose() => release(this);
}
