using System.Collections.Immutable;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Cards that are other than a list's chunks have them, packed as these are and found before them. Never changes.
/// </summary>
internal sealed class CardOverlay
{
    private readonly int chunkCount;
    private readonly ImmutableSortedDictionary<int, CardBlock> blocks;
    private readonly ImmutableHashSet<CardToken> gone;

    private CardOverlay(
        int chunkCount,
        ImmutableSortedDictionary<int, CardBlock> blocks,
        ImmutableHashSet<CardToken> gone,
        int count) =>
        (this.chunkCount, this.blocks, this.gone, Count) = (chunkCount, blocks, gone, count);

    /// <summary>How many cards are in it, but for those that are gone.</summary>
    public int Count { get; }

    /// <summary>Its cards, rising by token.</summary>
    public IEnumerable<CardEntry> Entries => blocks.Values.SelectMany(block => block.Entries());

    /// <summary>Cards that are gone.</summary>
    public IEnumerable<CardToken> Gone => gone;

    /// <summary>Nothing is other.</summary>
    /// <param name="chunkCount">How many chunks the list has.</param>
    public static CardOverlay None(int chunkCount) =>
        new(chunkCount, ImmutableSortedDictionary<int, CardBlock>.Empty, [], count: 0);

    /// <summary>Looks a card up.</summary>
    /// <param name="card">Which.</param>
    /// <param name="entry">Its row; null: it is gone.</param>
    /// <returns>False: the chunks say it.</returns>
    public bool TryFind(CardToken card, out CardEntry? entry)
    {
        entry = blocks.TryGetValue(CardChunks.IndexOf(card, chunkCount), out var block) ? block.Find(card) : null;
        return entry is not null || gone.Contains(card);
    }

    /// <summary>More is other, or other again.</summary>
    public CardOverlay With(IEnumerable<CardEntry> changed, IEnumerable<CardToken> removed)
    {
        var (made, nowGone, count) = (blocks.ToBuilder(), gone.ToBuilder(), Count);
        var others = changed.ToLookup(card => CardChunks.IndexOf(card.Card, chunkCount));
        var lost = removed.ToLookup(card => CardChunks.IndexOf(card, chunkCount));
        foreach (var index in others.Select(group => group.Key).Union(lost.Select(group => group.Key)))
        {
            var before = blocks.GetValueOrDefault(index);
            var cards = new SortedDictionary<CardToken, CardEntry>();
            foreach (var card in (before?.Entries() ?? []).Concat(others[index]))
                cards[card.Card] = card;
            foreach (var card in lost[index])
                cards.Remove(card);
            nowGone.ExceptWith(cards.Keys);
            nowGone.UnionWith(lost[index]);
            made[index] = CardBlock.Of(cards.Values);
            count += cards.Count - (before?.Count ?? 0);
        }
        return new CardOverlay(chunkCount, made.ToImmutable(), nowGone.ToImmutable(), count);
    }
}
