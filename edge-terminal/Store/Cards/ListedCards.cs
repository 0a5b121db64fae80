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
        CardListState list, Func<Digest, Reading<CardBlock>> blockOf, Action<ListedCards> release) =>
        (List, this.blockOf, this.release) = (list, blockOf, release);

    /// <summary>Which list.</summary>
    public ListVersion Version => List.Version;

    internal CardListState List { get; }

    /// <summary>Looks a card up.</summary>
    public CardLookup Find(CardToken card)
    {
        if (List.Overlay.TryFind(card, out var changed))
            return changed is null ? new CardLookup.NotListed() : new CardLookup.Listed(changed);
        if (!blockOf(List.ChunkOf(card)).Succeeded(out var block, out var error))
            return new CardLookup.Lost(error.Detail);
        return block.Find(card) is { } entry ? new CardLookup.Listed(entry) : new CardLookup.NotListed();
    }

    /// <inheritdoc/>
    public void Dispose() => release(this);
}
