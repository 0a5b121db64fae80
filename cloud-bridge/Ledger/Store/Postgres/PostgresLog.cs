using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>
/// The log as a table. What was committed is durable, and one change at a time is made, so whoever reads sees a whole
/// number of changes.
/// </summary>
internal sealed class PostgresLog(PostgresDatabase database, bool ownsDatabase = true) : ILedgerLog
{
    private readonly LogChain chain = new(line => $"{database.Name}, line {line}");
    private Turn? turn;

    /// <inheritdoc/>
    public string Name => database.Name;

    /// <inheritdoc/>
    public bool IsSettled => true;

    /// <inheritdoc/>
    public string LastLine => chain.LastLine;

    /// <inheritdoc/>
    public LogEnd End => chain.End;

    /// <inheritdoc/>
    public IDisposable Enter() => turn = new Turn(this);

    /// <inheritdoc/>
    public ILedgerLog FromTheFirst() => new PostgresLog(database, ownsDatabase: false);

    /// <inheritdoc/>
    public IEnumerable<LedgerEntry> ReadNew()
    {
        using var own = turn is null ? database.Source.OpenConnection() : null;
        using var select = new NpgsqlCommand(
            "select line from entry where number > $1 order by number", own ?? turn!.Session)
        {
            Parameters = { new() { Value = chain.Number } },
        };
        using var rows = select.ExecuteReader();
        while (rows.Read())
            yield return chain.Take(rows.GetFieldValue<byte[]>(0));
    }

    /// <inheritdoc/>
    public void Settle()
    {
        // What can be read was committed.
    }

    /// <inheritdoc/>
    /// <exception cref="NpgsqlException">They may or may not be stored.</exception>
    public void Append(IReadOnlyList<DraftedEntry> entries)
    {
        var rows = new PostgresRows();
        foreach (var drafted in entries)
        {
            var previous = chain.Last;
            var line = chain.Next(drafted.Entry);
            rows.Add(chain.Number, line[..^1], previous, drafted);
        }
        rows.Insert(turn!.Session);
        turn.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (ownsDatabase)
            database.Dispose();
    }

    /// <summary>A transaction in which nobody else changes the log.</summary>
    private sealed class Turn : IDisposable
    {
        private readonly PostgresLog log;
        private readonly NpgsqlTransaction transaction;

        public Turn(PostgresLog log)
        {
            this.log = log;
            Session = log.Database.Source.OpenConnection();
            try
            {
                transaction = Session.BeginTransaction();
                PostgresLock.Take(Session);
            }
            catch
            {
                Session.Dispose();
                throw;
            }
        }

        public NpgsqlConnection Session { get; }

        public void Commit() => transaction.Commit();

        public void Dispose()
        {
            log.turn = null;
            // Takes back what was not committed.
            transaction.Dispose();
            Session.Dispose();
        }
    }

    private PostgresDatabase Database => database;
}
