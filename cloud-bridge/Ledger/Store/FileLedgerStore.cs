using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary>
/// The embedded store, for a demo and for small sites: books in memory, folded from one file. Several processes may use
/// it: each change is made under the file's lock, after reading what others appended.
/// </summary>
public sealed class FileLedgerStore : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly IStorage storage;
    private readonly Func<IDisposable> enter;
    private readonly LedgerLog log;
    private readonly LedgerBooks books = new();
    private string? failure;

    /// <param name="storage">Its folder.</param>
    /// <param name="enter">Waits until no other process changes the store; disposing lets the next one in.</param>
    public FileLedgerStore(IStorage storage, Func<IDisposable> enter)
    {
        (this.storage, this.enter) = (storage, enter);
        log = new LedgerLog(storage);
    }

    /// <inheritdoc/>
    public T Change<T>(Func<LedgerBooks, LedgerChange<T>> change)
    {
        lock (gate)
        {
            if (failure is not null)
                throw new LedgerStoreException(failure);
            using var alone = enter();
            CatchUp();
            var (entries, answer) = change(books);
            if (entries.Count == 0)
                return answer;
            try
            {
                log.Append(entries);
            }
            catch (IOException error)
            {
                failure = $"Cannot write the ledger in {storage.Name}: {error.Message} " +
                    "What reached the disk is not known: start the ledger again, it reads the file anew.";
                throw new LedgerStoreException(failure, error);
            }
            foreach (var entry in entries)
                books.Apply(entry);
            return answer;
        }
    }

    /// <inheritdoc/>
    public T Read<T>(Func<LedgerBooks, T> read)
    {
        lock (gate)
        {
            CatchUp();
            return read(books);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> Entries() => new LedgerLog(storage).ReadNew();

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void CatchUp()
    {
        foreach (var entry in log.ReadNew())
            books.Apply(entry);
    }
}
