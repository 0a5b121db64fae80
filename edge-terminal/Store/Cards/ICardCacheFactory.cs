using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>
/// Makes card caches. Which library keeps them is the adapter's matter; one contract suite runs on all.
/// </summary>
public interface ICardCacheFactory
{
    /// <summary>The name that configuration and `doctor` use: <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Makes a cache of a whole list.</summary>
    /// <param name="version">Which list.</param>
    /// <param name="cards">Each token once, read through once.</param>
    ICardCache Build(ListVersion version, IEnumerable<CardEntry> cards);
}
