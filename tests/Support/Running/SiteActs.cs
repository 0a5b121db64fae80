using CloudBridge.Contract;
using CloudBridge.Ledger;

namespace Tests.Support;

/// <summary>What people do at a running site, in one go.</summary>
public static class SiteActs
{
    /// <summary>Presses a key, pays with a card, and takes it away.</summary>
    public static async Task BuyAsync(
        this RunningSite site, string key, string uid, CancellationToken cancellation)
    {
        var seen = site.Panel.Sights.Seen.Count;
        await site.Panel.PressAsync(key, cancellation);
        await site.Panel.ReadsAsync(seen, "To pay", cancellation);
        await site.PutAsync(uid);
        await site.Panel.ReadsAsync(seen, "Thank you", cancellation);
        await site.TakeAsync(cancellation);
    }

    /// <summary>Waits until the terminal uses a list that was made after the ledger's last entry of a kind.</summary>
    public static async Task ListKnowsAsync<T>(this RunningSite site, CancellationToken cancellation)
        where T : LedgerEntry
    {
        var made = await Eventually.GetAsync(
            () =>
            {
                var entries = site.ReadLedger();
                return entries.Skip(entries.FindLastIndex(entry => entry is T)).OfType<LedgerEntry.ListMade>()
                    .FirstOrDefault();
            },
            "a list since then",
            cancellation);
        await Eventually.TrueAsync(
            () => site.ReadJournal().Select(record => record.Fact).OfType<Fact.ListApplied>().Last().List
                >= new ListVersion(made.Era, made.Version),
            "the terminal uses it",
            cancellation);
    }

    /// <summary>Copies a folder as it is, as whoever clones a disk does.</summary>
    public static async Task CopyFolderAsync(
        this RunningSite site, string from, string to, CancellationToken cancellation)
    {
        await using var copy = await ChildProcess.StartAsync(
            "cp", new Dictionary<string, string>(), "-a", site.In(from), site.In(to));
        if (await copy.End(cancellation) is not 0 and var code)
            throw new InvalidOperationException($"cp ended with {code}: {string.Join('\n', copy.Errors.Seen)}");
    }
}
