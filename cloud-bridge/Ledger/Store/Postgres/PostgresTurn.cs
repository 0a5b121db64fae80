using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>A transaction in which nobody else changes the log, once its turn has come.</summary>
internal sealed class PostgresTurn : IDisposable
{
    private readonly List<string> warnings = [];
    private bool isOpen;
    private bool isNext;

    private PostgresTurn(NpgsqlConnection session) => Session = session;

    /// <summary>Its connection.</summary>
    public NpgsqlConnection Session { get; }

    /// <summary>Begins one, which is nobody's turn yet. A process that hangs in it is ended by the database.</summary>
    public static PostgresTurn Begin(PostgresDatabase database)
    {
        var turn = new PostgresTurn(database.OpenAlive());
        try
        {
            turn.Session.Notice += turn.Hear;
            turn.Execute("begin");
            turn.isOpen = true;
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Waits until ours is the next turn: whoever has one may still write.</summary>
    public void TakeNext()
    {
        // Also where the call fails: it may have been given all the same, and giving back what one has not is harmless.
        isNext = true;
        PostgresLock.TakeNext(Session);
    }

    /// <summary>Waits until it is our turn.</summary>
    public void TakeTurn()
    {
        PostgresLock.Take(Session);
        GiveNext();
    }

    /// <summary>
    /// However long it takes: a commit that is given up while it waits for a replica is told as done, with a warning
    /// (PostgreSQL, synchronous replication).
    /// </summary>
    /// <exception cref="LedgerStoreException">It may or may not be stored everywhere.</exception>
    public void Commit()
    {
        warnings.Clear();
        Execute("commit");
        isOpen = false;
        if (warnings is [var warning, ..])
            throw new LedgerStoreException(
                $"The database has committed a change and warns: {warning}. Nobody is told of it before another " +
                "look: start the ledger again.");
    }

    /// <summary>Takes back what was not committed.</summary>
    public void Dispose()
    {
        Session.Notice -= Hear;
        try
        {
            if (isOpen)
                Execute("rollback");
            GiveNext();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // It is gone with all that it had; or it lives, and must not be kept with the lock of who is next.
            NpgsqlConnection.ClearPool(Session);
        }
        Session.Dispose();
    }

    private void GiveNext()
    {
        if (!isNext)
            return;
        PostgresLock.GiveNext(Session);
        isNext = false;
    }

    private void Hear(object sender, NpgsqlNoticeEventArgs notice)
    {
        if (notice.Notice.InvariantSeverity == "WARNING")
            warnings.Add(notice.Notice.MessageText);
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, Session) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
