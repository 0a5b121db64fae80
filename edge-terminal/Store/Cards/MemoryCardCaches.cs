namespace EdgeTerminal.Store;

/// <summary>Keeps cards in memory, packed; each start reads them from the chunks' files.</summary>
public sealed class MemoryCardCaches : ICardCacheFactory
{
    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public ICardCache Open(string folder) => new MemoryCardCache();
}
