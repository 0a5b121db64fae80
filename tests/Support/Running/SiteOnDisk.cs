using CloudBridge.Contract;
using EdgeTerminal.Store;

namespace Tests.Support;

/// <summary>What the ledger would have given to the test terminal, without a ledger.</summary>
public static class SiteOnDisk
{
    /// <summary>Makes its state folder, its key with it, and the enrolment.</summary>
    /// <returns>The key's public half.</returns>
    public static async Task<JsonWebKey> EnrolAsync(
        this Site site, string state, string enrolmentFile, TerminalLimits limits, CancellationToken cancellation)
    {
        var made = TerminalFolder.Create(state, Site.Id, Site.Bar);
        using var key = PublicKey.Read(made).OrThrow();
        await File.WriteAllBytesAsync(
            enrolmentFile, site.Enrolment(key.KeyId, limits).Write(site.Ledger), cancellation);
        return made;
    }

    /// <summary>Saves the first list, as if it had come from the ledger.</summary>
    public static ListVersion SaveList(this Site site, CardListStore store, IReadOnlyCollection<CardEntry> cards)
    {
        var chunks = CardChunks.Write(cards);
        var hashes = chunks.Select(chunk => Digest.Of(chunk)).ToList();
        var manifest = new ListManifest(Site.Id, Addressee.Terminals, 1, 1, [], cards.Count, [.. hashes]);
        foreach (var (hash, chunk) in hashes.Zip(chunks))
            if (store.Keep(hash, chunk) is { } why)
                throw new InvalidOperationException(why);
        return store.Save(manifest, SignedMessage.Sign(manifest, site.Ledger).Compact) is { } error
            ? throw new InvalidOperationException(error)
            : manifest.List();
    }

    /// <summary>The same, in the folder of a terminal that does not run.</summary>
    public static void SaveList(this Site site, string state, IReadOnlyCollection<CardEntry> cards)
    {
        using var terminal = TerminalFolder.Open(state);
        using var store = CardListStore.Open(
            terminal.Cards, new MemoryCardCache(), Site.Id, Site.Bar, site.LedgerKeys);
        site.SaveList(store, cards);
    }
}
