using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>
/// In one row of the ledger's database, which a step has for itself until it is committed. A file that an earlier build
/// left in a worker's folder is taken over.
/// </summary>
/// <param name="database">Where the row is.</param>
/// <param name="folder">This worker's.</param>
internal sealed class PostgresWaitingBook(PostgresDatabase database, IStorage folder) : IWaitingBook
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public T Change<T>(Func<WaitingFile, (WaitingFile After, T Answer)> step)
    {
        // One session of this process at a time: those who wait for the row must not keep the store from its own.
        lock (gate)
            return database.Use(() =>
            {
                using var turn = PostgresTurn.Begin(database);
                var stored = Take(turn.Session);
                var former = FileWaitingBook.Find(folder);
                var (after, answer) = step(former is null ? stored : stored.With(former));
                if (former is not null || !ReferenceEquals(after, stored))
                {
                    Put(turn.Session, after);
                    turn.Commit();
                }
                // After: what is in both places is taken over once more, and is the same.
                if (former is not null)
                    folder.Delete(FileWaitingBook.FileName);
                return answer;
            });
    }

    private WaitingFile Take(NpgsqlConnection session)
    {
        using var select = new NpgsqlCommand("select document from waiting for update", session)
        {
            // As long as somebody else's step takes; the database ends one that hangs.
            CommandTimeout = 0,
        };
        try
        {
            return select.ExecuteScalar() is byte[] document
                ? Read(document)
                : throw new LedgerStoreException(
                    $"The table 'waiting' in {database.Name} has no row: expected one, which is only ever changed. " +
                    """Put it back: insert into waiting (document) values ('{"terminals":[],"wrongTries":[]}')""");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new LedgerStoreException(
                $"This user may not read and write who waits to be enrolled in the {database.Name} " +
                $"({error.MessageText}). As the owner of its tables: grant select, update on waiting to USER",
                error);
        }
    }

    private WaitingFile Read(byte[] document) =>
        StrictJson.Read(document, WaitingJson.Default.WaitingFile).Succeeded(out var file, out var error)
            ? file
            : throw new LedgerStoreException(
                $"The table 'waiting' in {database.Name}: {error.Detail}. Empty it: update waiting set document = " +
                """'{"terminals":[],"wrongTries":[]}'. """ +
                "Terminals that wait must then be created again; those that are enrolled do not depend on it.");

    private static void Put(NpgsqlConnection session, WaitingFile file)
    {
        using var update = new NpgsqlCommand("update waiting set document = $1", session)
        {
            Parameters =
            {
                new() { Value = JsonSerializer.SerializeToUtf8Bytes(file, WaitingJson.Default.WaitingFile) },
            },
        };
        update.ExecuteNonQuery();
    }
}
