using CloudBridge.Contract;
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
    private readonly LedgerBooks books;
    private LedgerStoreException? failure;

    /// <param name="storage">Its folder.</param>
    /// <param name="enter">Waits until no other process changes the store; disposing lets the next one in.</param>
    /// <param name="keys">Makes verifiers of terminals' keys; null: <see cref="Es256Keys"/>.</param>
    public FileLedgerStore(IStorage storage, Func<IDisposable> enter, IKeyReader? keys = null)
    {
        (this.storage, this.enter) = (storage, enter);
        log = new LedgerLog(storage);
        books = new LedgerBooks(keys);
    }

    /// <inheritdoc/>
    public T Change<T>(Func<LedgerDraft, T> change)
    {
        lock (gate)
        {
            ThrowIfFailed();
            using var alone = enter();
            CatchUp();
            Write(log.Settle);
            var draft = new LedgerDraft(books, (entry, line) => Take(entry, NotStored, line));
            var answer = Run(change, draft);
            if (draft.Entries.Count > 0)
                Write(() => log.Append(draft.Entries));
            return answer;
        }
    }

    /// <inheritdoc/>
    public T Read<T>(Func<LedgerBooks, T> read)
    {
        lock (gate)
        {
            ThrowIfFailed();
            CatchUp();
            if (!log.IsSettled)
                SettleAlone();
            return read(books);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> Entries() => ReadAll(new LedgerLog(storage));

    /// <summary>How the log ends now: for whoever writes it down elsewhere.</summary>
    public LogEnd End() => Read(_ => log.End);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>What is read may be told to somebody, and so must be durable, whoever wrote it.</summary>
    private void SettleAlone()
    {
        using var alone = enter();
        Write(log.Settle);
    }

    /// <summary>The books have what a change added; one that breaks off leaves books that nobody may read.</summary>
    private T Run<T>(Func<LedgerDraft, T> change, LedgerDraft draft)
    {
        try
        {
            return change(draft);
        }
        catch when (draft.Entries.Count > 0)
        {
            failure ??= new LedgerStoreException($"A change of {storage.Name} broke off: start the ledger again.");
            throw;
        }
    }

    private void CatchUp()
    {
        foreach (var entry in ReadAll(log))
            Take(entry, flaw => new LedgerDamageException($"{log.LastLine}: {flaw}. {LedgerLog.Advice}"));
    }

    private LedgerStoreException NotStored(string flaw) => new($"Not stored in {storage.Name}: {flaw}.");

    /// <summary>What the books cannot take must not be stored: no process could read the log any more.</summary>
    private void Take(LedgerEntry entry, Func<string, LedgerStoreException> fail, StoredLine? line = null)
    {
        if (EntryFlaws.Of(entry, books) is { } flaw)
            throw failure = fail(flaw);
        books.Apply(entry, line);
    }

    private IEnumerable<LedgerEntry> ReadAll(LedgerLog from)
    {
        using var entries = from.ReadNew().GetEnumerator();
        while (MoveNext())
            yield return entries.Current;

        bool MoveNext()
        {
            try
            {
                return entries.MoveNext();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new LedgerStoreException($"Cannot read the ledger in {storage.Name}: {error.Message}", error);
            }
        }
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (LedgerStoreException error)
        {
            failure = error;
            throw;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw failure = new LedgerStoreException(
                $"Cannot write the ledger in {storage.Name}: {error.Message} " +
                "What reached the disk is not known: start the ledger again, it reads the file anew.",
                error);
        }
    }

    private void ThrowIfFailed()
    {
        if (failure is not null)
            throw new LedgerStoreException(failure.Message, failure);
    }
}
