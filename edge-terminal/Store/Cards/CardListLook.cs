using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>Looks at the card list on disk, and leaves it as it is.</summary>
public static class CardListLook
{
    /// <summary>Reads and checks all of it.</summary>
    /// <param name="storage">The card list's folder.</param>
    /// <param name="ledgerKeys">Whose signatures count.</param>
    /// <param name="site">The site that it must belong to.</param>
    /// <returns>Null when there is none; else its manifest, or what is wrong with it.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Reading<ListManifest>? At(IStorage storage, IKeyRing ledgerKeys, SiteId site)
    {
        if (!storage.Exists(CardListStore.FileName))
            return null;
        while (true)
        {
            var signed = storage.Read(CardListStore.FileName);
            var reading = Check(storage, signed, ledgerKeys, site);
            // A daemon beside us may have put another list in its place, and deleted what only the old one had.
            if (reading.Succeeded(out _, out _) ||
                storage.Read(CardListStore.FileName).AsSpan().SequenceEqual(signed))
                return reading;
        }
    }

    private static Reading<ListManifest> Check(IStorage storage, byte[] signed, IKeyRing ledgerKeys, SiteId site)
    {
        if (!SignedMessage.Read<ListManifest>(signed, ledgerKeys, site, Addressee.Terminals)
            .Succeeded(out var manifest, out var error))
            return error;
        foreach (var chunk in manifest.Chunks)
            if (!CardChunkFiles.Look(storage, chunk).Succeeded(out _, out var lost))
                return lost;
        var list = CardListState.Of(manifest, signed);
        using var changes = new CardDeltaFile(storage, list.Signed);
        return changes.Read().Aggregate(list, (before, delta) => before.With(delta)).Manifest;
    }
}
