namespace EdgeTerminal.Store;

/// <summary>
/// Opens card caches. Which library keeps them is the adapter's matter; one contract suite runs on all.
/// </summary>
public interface ICardCacheFactory
{
    /// <summary>The name that configuration and `doctor` use: <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Opens the cache in a folder, or makes it. It starts empty rather than not at all.</summary>
    /// <param name="folder">For its files, if it has any.</param>
    ICardCache Open(string folder);
}
