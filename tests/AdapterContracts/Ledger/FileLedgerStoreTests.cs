using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.AdapterContracts.Ledger;

/// <summary>The embedded store, in a folder.</summary>
public sealed class FileLedgerStoreTests : LedgerStoreContract
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        folder.Dispose();
    }

    protected override ILedgerStore Open() =>
        new FileLedgerStore(new FolderStorage(folder.Path), () => FileLock.Enter(folder.In("lock")));
}
