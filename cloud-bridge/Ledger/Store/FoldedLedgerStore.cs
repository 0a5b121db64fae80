using System.Data.Common;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Books in memory, folded from a log. Several processes may use one log: each change is made alone, after reading what
/// others appended.
/// </summary>
public abstract class FoldedLedgerStore : ILedgerStore
{
    private readonly Lock gate = new();
    private readonly ILedgerLog log;
    private readonly LedgerBooks books;
    private LedgerStoreException? failure;

    private protected FoldedLedgerStore(ILedgerLog log, IKeyReader? keys) =>
        (this.log, books) = (log, new LedgerBooks(keys));

    /// <inheritdoc/>
    public T Change<T>(Func<LedgerDraft, T> change)
    {
        lock (gate)
        {
            ThrowIfFailed();
            // Most of it while others may change the books.
            CatchUp();
            using var alone = Enter(CatchUp);
            CatchUp();
            Write(log.Settle);
            var drafted = new List<DraftedEntry>();
            var answer = Run(change, drafted);
            if (drafted.Count > 0)
                Write(() => log.Append(drafted));
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
    public IEnumerable<LedgerEntry> Entries()
    {
        using var again = log.FromTheFirst();
        foreach (var entry in ReadAll(again))
            yield return entry;
    }

    /// <inheritdoc/>
    public IReadOnlyList<LedgerEntry> EntriesAt(IReadOnlyList<long> numbers)
    {
        lock (gate)
        {
            ThrowIfFailed();
            try
            {
                return log.ReadAt(numbers);
            }
            catch (Exception error) when (IsTrouble(error))
            {
                throw CannotRead(error);
            }
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(LogEnd Through, LedgerEntry Entry)> Durable()
    {
        var end = End();
        using var again = log.FromTheFirst();
        if (end.Line == 0)
            yield break;
        foreach (var entry in ReadAll(again))
        {
            yield return (again.End, entry);
            if (again.End.Line == end.Line)
                yield break;
        }
    }

    /// <inheritdoc/>
    public LogEnd End() => Read(_ => log.End);

    /// <inheritdoc/>
    public void Dispose()
    {
        log.Dispose();
        GC.SuppressFinalize(this);
    }

    private IDisposable Enter(Action whenNext)
    {
        try
        {
            return log.Enter(whenNext);
        }
        catch (DbException error)
        {
            throw new LedgerStoreException($"Cannot change the ledger in {log.Name} now: {error.Message}", error);
        }
    }

    /// <summary>What is read may be told to somebody, and so must be durable, whoever wrote it.</summary>
    private void SettleAlone()
    {
        using var alone = Enter(() => { });
        Write(log.Settle);
    }

    /// <summary>The books have what a change added; one that breaks off leaves books that nobody may read.</summary>
    private T Run<T>(Func<LedgerDraft, T> change, List<DraftedEntry> drafted)
    {
        try
        {
            return change(new LedgerDraft(books, (entry, line) =>
            {
                Check(entry, NotStored);
                drafted.Add(DraftedEntry.Of(entry, books));
                books.Apply(entry, line);
            }));
        }
        catch when (drafted.Count > 0)
        {
            failure ??= new LedgerStoreException($"A change of {log.Name} broke off: start the ledger again.");
            throw;
        }
    }

    private void CatchUp()
    {
        foreach (var entry in ReadAll(log))
        {
            Check(entry, flaw => new LedgerDamageException($"{log.LastLine}: {flaw}. {log.Advice}"));
            books.Apply(entry);
        }
    }

    private LedgerStoreException NotStored(string flaw) => new($"Not stored in {log.Name}: {flaw}.");

    /// <summary>What the books cannot take must not be stored: no process could read the log any more.</summary>
    private void Check(LedgerEntry entry, Func<string, LedgerStoreException> fail)
    {
        if (EntryFlaws.Of(entry, books) is { } flaw)
            throw failure = fail(flaw);
    }

    private IEnumerable<LedgerEntry> ReadAll(ILedgerLog from)
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
            catch (Exception error) when (IsTrouble(error))
            {
                throw CannotRead(error);
            }
        }
    }

    private LedgerStoreException CannotRead(Exception error) =>
        new($"Cannot read the ledger in {log.Name}: {error.Message}", error);

    /// <summary>Whatever goes wrong, the books have what may not be stored.</summary>
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
        catch (Exception error)
        {
            failure = new LedgerStoreException(
                $"Cannot write the ledger in {log.Name}: {error.Message} " +
                "Whether it is stored is not known: start the ledger again, it reads all of it anew.",
                error);
            if (IsTrouble(error))
                throw failure;
            throw;
        }
    }

    private static bool IsTrouble(Exception error) =>
        error is IOException or UnauthorizedAccessException or DbException;

    private void ThrowIfFailed()
    {
        if (failure is not null)
            throw new LedgerStoreException(failure.Message, failure);
    }
}
