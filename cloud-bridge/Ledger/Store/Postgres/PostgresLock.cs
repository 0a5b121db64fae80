using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>
/// What lets one process at a time change a database's ledger: an advisory lock of its table. Who has it is followed
/// by the one that has the lock of who is next, which reads meanwhile what others wrote.
/// </summary>
/// <remarks>Both wait however long: a change takes its time, and the session of one that hangs is ended by the
/// database. The end of a session gives both back, also when the process dies.</remarks>
internal static class PostgresLock
{
    /// <summary>The end of the session's transaction gives it back.</summary>
    public static void Take(NpgsqlConnection session) =>
        Ask(session, "select pg_advisory_xact_lock('entry'::regclass::oid::bigint)");

    /// <summary>The end of the transaction does not give it back.</summary>
    public static void TakeNext(NpgsqlConnection session) =>
        Ask(session, "select pg_advisory_lock(-('entry'::regclass::oid::bigint))");

    /// <summary>Lets another be the next.</summary>
    public static void GiveNext(NpgsqlConnection session) =>
        Ask(session, "select pg_advisory_unlock(-('entry'::regclass::oid::bigint))");

    private static void Ask(NpgsqlConnection session, string sql)
    {
        using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
