using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>What lets one process at a time change a database's ledger: an advisory lock of its table.</summary>
internal static class PostgresLock
{
    /// <summary>
    /// Waits for it, however long: a change takes its time, and the session of one that hangs is ended by the database.
    /// The end of the session's transaction gives it back, also when the process dies.
    /// </summary>
    public static void Take(NpgsqlConnection session)
    {
        using var command = new NpgsqlCommand("select pg_advisory_xact_lock('entry'::regclass::oid::bigint)", session)
        {
            CommandTimeout = 0,
        };
        command.ExecuteNonQuery();
    }
}
