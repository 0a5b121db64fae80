using System.Collections.Immutable;
using EdgeTerminal.Store;
#if HAS_LITEDB
using EdgeTerminal.Store.LiteDb;
#endif

namespace EdgeTerminal.Host;

/// <summary>The card caches in this build. Which they are, eng/adapters decides; only this file asks.</summary>
internal static class CardCaches
{
    /// <summary>All of them, the library's adapter first where it is in.</summary>
    public static ImmutableArray<ICardCacheFactory> All { get; } =
    [
#if HAS_LITEDB
        new LiteDbCardCaches(),
#endif
        new MemoryCardCaches(),
    ];

    /// <summary>The one to use where the configuration names none.</summary>
    public static ICardCacheFactory Default => All[0];
}
