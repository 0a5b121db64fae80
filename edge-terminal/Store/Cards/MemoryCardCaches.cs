using System.Collections.Frozen;
using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>Keeps the cards of a list in memory.</summary>
public sealed class MemoryCardCaches : ICardCacheFactory
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public ICardCache Build(ListVersion version, IEnumerable<CardEntry> cards) =>
        new Cache(version, cards.ToFrozenDictionary(card => card.Card));

    private sealed class Cache(ListVersion version, FrozenDictionary<CardToken, CardEntry> cards) : ICardCache
    {
        public ListVersion Version => version;

        public CardEntry? Find(CardToken card) => cards.GetValueOrDefault(card);

        public void Dispose()
        {
        }
    }
}
