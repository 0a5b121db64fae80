using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>Who waits, in a folder.</summary>
public sealed class FileWaitingBookTests : WaitingBookContract
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public override void Dispose() => folder.Dispose();

    private protected override IWaitingBook Open() => new FileWaitingBook(
        new FolderStorage(folder.Path), () => FileLock.Enter(folder.In("enrolling-lock")));

    protected override void Damage() => File.WriteAllText(folder.In("enrolling.json"), "{");

    protected override int CountEntries()
    {
        using var store = new FileLedgerStore(
            new FolderStorage(folder.Path), () => FileLock.Enter(folder.In("lock")));
        return store.Entries().Count();
    }
}
