using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// The store for large sites, in PostgreSQL 15 or later: any number of processes on any number of machines use one
/// database, which is one site's. The log is the same as the embedded store's, line by line; its constraints make a
/// record that comes twice, one that is missing before another, and a booking with one side impossible.
/// </summary>
public sealed class PostgresLedgerStore : FoldedLedgerStore
{
    /// <param name="database">Opened: its tables are those of this build.</param>
    /// <param name="keys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
    public PostgresLedgerStore(PostgresDatabase database, IKeyReader? keys = null)
        : base(new PostgresLog(database), keys)
    {
    }
}
