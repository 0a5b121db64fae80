namespace CloudBridge.Ledger;

/// <summary>Keeps the ledger. Changes are made one at a time, also when several processes use one store.</summary>
public interface ILedgerStore : IDisposable
{
    /// <summary>
    /// Runs a change alone: it sees the books with all that was stored before, and the entries that it adds are durable
    /// when this returns. When it throws, nothing is stored, and the store is of no use any more if it had added any.
    /// </summary>
    /// <typeparam name="T">What the change answers.</typeparam>
    /// <exception cref="LedgerStoreException">Nothing of it is certain to be stored; do not go on with this
    /// store.</exception>
    T Change<T>(Func<LedgerDraft, T> change);

    /// <summary>Reads the books as they are now, without keeping others from changing them.</summary>
    T Read<T>(Func<LedgerBooks, T> read);

    /// <summary>All entries, from the first: for checking the books.</summary>
    IEnumerable<LedgerEntry> Entries();

    /// <summary>Some entries, by the numbers of their lines.</summary>
    /// <param name="numbers">From 1, rising, and none that is not there.</param>
    IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers);

    /// <summary>
    /// All entries that are durable when this begins, from the first, each with how the log ended with it: for telling
    /// others.
    /// </summary>
    IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable();

    /// <summary>How the log ends now: for whoever writes it down elsewhere.</summary>
    LogEnd End();
}
