using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>The lead as a row that its holder renews: by the database's clock, which all workers have in common.
/// </summary>
/// <param name="database">The ledger's.</param>
/// <param name="worker">Its name, which no other has.</param>
/// <param name="lease">How long it is another's after its holder was last heard.</param>
internal sealed class PostgresLead(PostgresDatabase database, string worker, TimeSpan lease) : ILedgerLead
{
    /// <summary>Longer than a collector of garbage or a busy disk holds anybody up.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public bool Take() => database.Use(() =>
    {
        using var take = database.Source.CreateCommand(
            """
            insert into lead as held (worker, until) values ($1, now() + $2)
            on conflict (is_only) do update set (worker, until) = row (excluded.worker, excluded.until)
            where held.worker = excluded.worker or held.until < now()
            """);
        take.Parameters.Add(new NpgsqlParameter { Value = worker });
        take.Parameters.Add(new NpgsqlParameter { Value = lease });
        return take.ExecuteNonQuery() == 1;
    });
}
