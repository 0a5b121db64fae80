using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.Bench;

/// <summary>A ledger of the test site on disk, with its lock and with the test terminal enrolled.</summary>
internal sealed class LedgerOnDisk : IDisposable
{
    private readonly FileLedgerStore store;

    public LedgerOnDisk(Site site, string folder, int cards)
    {
        var storage = new FolderStorage(folder);
        Rejected = new RejectedLines(storage);
        store = new FileLedgerStore(storage, () => FileLock.Enter(Path.Combine(folder, "lock")));
        Add(new LedgerEntry.TerminalEnrolled(
            Site.Bar, site.Terminal.PublicKey.ToJsonWebKey(), 1, TerminalLimits.Default));
        Add(new LedgerEntry.CardsAdded(
            [.. Enumerable.Range(0, cards).Select(number => LedgerBench.NewCard(Guests.Uid(number), "TLF 5000000"))]));
        Logic = new LedgerLogic(Site.Id, store, site.Ledger, new LedgerOptions());
    }

    public LedgerLogic Logic { get; }

    public RejectedLines Rejected { get; }

    /// <summary>A service makes a list once its subscriptions are granted.</summary>
    public bool IsUp => store.Read(books => books.LastList) is not null;

    /// <summary>Records of the test terminal that are stored.</summary>
    public long Booked => store.Read(books =>
        books.TryFind(Site.Bar, out var book) ? book.Chains.Sum(chain => chain.Sequence) : 0);

    public void Dispose() => store.Dispose();

    private void Add(LedgerEntry entry) => LedgerBench.Add(store, entry);
}
