using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>The embedded store, for a demo and for small sites: its log is one file.</summary>
/// <param name="storage">Its folder.</param>
/// <param name="enter">Waits until no other process changes the store; disposing lets the next one in.</param>
/// <param name="keys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
public sealed class FileLedgerStore(IStorage storage, Func<IDisposable> enter, IKeyReader? keys = null)
    : FoldedLedgerStore(new LedgerLog(storage, enter), keys);
