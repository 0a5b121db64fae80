using System.Security.Cryptography;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>The lead as a row that its holder renews: by the database's clock, which all workers have in common.
/// </summary>
/// <param name="database">The ledger's.</param>
/// <param name="worker">Its name, for whoever looks.</param>
/// <param name="lease">How long it is another's after its holder was last heard.</param>
internal sealed class PostgresLead(PostgresDatabase database, string worker, TimeSpan lease) : ILedgerLead
{
    private const int IdDigits = 16;

    /// <summary>Two processes of one name are two.</summary>
    private readonly string holder = $"{worker} {RandomNumberGenerator.GetHexString(IdDigits)}";

    /// <summary>Longer than a collector of garbage or a busy disk holds anybody up.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public long? Take() => database.Use(() =>
    {
        using var session = database.OpenAlive();
        // A clock that was far ahead and was set back would leave a lease without end.
        using var take = new NpgsqlCommand(
            """
            insert into lead as held (worker, until, term) values ($1, now() + $2, 1)
            on conflict (is_only) do update set (worker, until, term) = row (
                excluded.worker,
                excluded.until,
                case when held.worker = excluded.worker then held.term else held.term + 1 end)
            where held.worker = excluded.worker or held.until < now() or held.until > now() + 2 * $2
            returning term
            """,
            session)
        {
            Parameters = { new() { Value = holder }, new() { Value = lease } },
        };
        return take.ExecuteScalar() as long?;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            using var session = database.OpenAlive();
            using var give = new NpgsqlCommand("update lead set until = now() where worker = $1", session)
            {
                Parameters = { new() { Value = holder } },
            };
            give.ExecuteNonQuery();
        }
        catch (NpgsqlException)
        {
            // It ends by itself.
        }
    }
}
