using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>What lets one process at a time change a database's ledger: an advisory lock of its schema.</summary>
internal static class PostgresLock
{
    /// <summary>Waits for it; the end of the session's transaction gives it back, also when the process dies.</summary>
    public static void Take(NpgsqlConnection session)
    {
        using var command = new NpgsqlCommand(
            "select pg_advisory_xact_lock(hashtext('ledger'), hashtext(current_schema()))", session);
        command.ExecuteNonQuery();
    }
}
