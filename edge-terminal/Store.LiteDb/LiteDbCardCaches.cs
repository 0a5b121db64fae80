using CloudBridge.Storage;

namespace EdgeTerminal.Store.LiteDb;

/// <summary>Keeps cards in a LiteDB file, which outlives the process: a start need not read the chunks again.</summary>
public sealed class LiteDbCardCaches : ICardCacheFactory
{
    /// <inheritdoc/>
    public string Name => "litedb";

    /// <inheritdoc/>
    public ICardCache Open(string folder)
    {
        FolderStorage.Make(folder);
        return new LiteDbCardCache(Path.Combine(folder, "cards.litedb"));
    }
}
