using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// The only place that knows which UID a token stands for. Apart from the log, because a row that is deleted here is a
/// guest who is forgotten: the log goes on without knowing whom it is about.
/// </summary>
internal interface IVault
{
    /// <summary>All rows.</summary>
    /// <exception cref="LedgerStoreException">A row is not what it should be.</exception>
    IReadOnlyDictionary<CardToken, VaultRow> Rows();

    /// <summary>Rows that have one of these printed numbers, or one of these codes.</summary>
    /// <exception cref="LedgerStoreException">A row is not what it should be.</exception>
    IReadOnlyList<VaultRow> Find(IReadOnlyCollection<string> numbers, IReadOnlyCollection<Guid> codes);

    /// <summary>Adds rows, durably; what a later one of a card does not say stays.</summary>
    void Add(IEnumerable<VaultRow> rows);
}
