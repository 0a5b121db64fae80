using System.Collections.Immutable;
using EdgeTerminal.Store;
#if HAS_LITEDB
using EdgeTerminal.Store.LiteDb;
#endif

namespace EdgeTerminal.Host;

/// <summary>The card caches in this build. Which they are, eng/adapters decides; only this file asks.</summary>
internal static class CardCaches
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<ICardCacheFactory> All { get; } =
    [
        new MemoryCardCaches(),
#if HAS_LITEDB
        new LiteDbCardCaches(),
#endif
    ];

    /// <summary>
    /// The one to use where the configuration names none: with 10,000 cards the library's takes more memory than the
    /// daemon may have (docs/measurements.md).
    /// </summary>
    public static ICardCacheFactory Default => All[0];
}
