using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>The steps by which a database's tables become those of this build; each is done once, and never changed.
/// </summary>
internal static class Migrations
{
    private const string Prefix = "Migrations/";

    private static readonly IReadOnlyList<Step> Steps = [.. Read()];

    /// <summary>Does what is missing, in the session's transaction.</summary>
    /// <returns>The names of the steps that were done.</returns>
    /// <exception cref="LedgerStoreException">It is of a later build, or was changed by hand.</exception>
    public static IReadOnlyList<string> Apply(NpgsqlConnection session, string name)
    {
        Execute(session, "select pg_advisory_xact_lock(hashtext('ledger migration'))");
        CheckSchema(session, name);
        Execute(
            session,
            """
            create table if not exists migration (
                number integer primary key,
                name text not null,
                hash text not null,
                at timestamptz not null default now()
            )
            """);
        var missing = Steps.Skip(CountOfDone(session, name)).ToList();
        foreach (var step in missing)
        {
            Execute(session, step.Sql);
            using var note = new NpgsqlCommand(
                "insert into migration (number, name, hash) values ($1, $2, $3)", session)
            {
                Parameters =
                {
                    new() { Value = step.Number }, new() { Value = step.Name }, new() { Value = step.Hash },
                },
            };
            note.ExecuteNonQuery();
        }
        return [.. missing.Select(step => step.Name)];
    }

    /// <summary>Are all done?</summary>
    /// <exception cref="LedgerStoreException">No; or it is of a later build, or was changed by hand.</exception>
    public static void Check(NpgsqlConnection session, string name)
    {
        CheckSchema(session, name);
        using var exists = new NpgsqlCommand("select to_regclass('migration') is not null", session);
        var done = exists.ExecuteScalar() is true ? CountOfDone(session, name) : 0;
        if (done < Steps.Count)
            throw new LedgerStoreException(
                $"The {name} lacks {Steps.Count - done} of {Steps.Count} steps that this build needs. " +
                "Make a backup, then run: ledger database migrate --state DIR");
    }

    /// <summary>Tables that are made and tables that are found must not be different ones.</summary>
    private static void CheckSchema(NpgsqlConnection session, string name)
    {
        using var select = new NpgsqlCommand(
            """
            select relnamespace::regnamespace::text from pg_class
            where oid = to_regclass('migration') and relnamespace <> current_schema()::regnamespace
            """,
            session);
        if (select.ExecuteScalar() is string schema)
            throw new LedgerStoreException(
                $"The ledger in {name} is in schema {schema}, and this user's tables are made in another one. Put " +
                $"Search Path={schema} into the connection string.");
    }

    private static int CountOfDone(NpgsqlConnection session, string name)
    {
        using var select = new NpgsqlCommand("select number, name, hash from migration order by number", session);
        using var rows = select.ExecuteReader();
        var done = 0;
        while (rows.Read())
        {
            var (number, stepName, hash) = (rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            if (done == Steps.Count)
                throw new LedgerStoreException(
                    $"The {name} is of a later build: this one does not know its step {stepName}. Run that build.");
            var step = Steps[done++];
            if (number != step.Number || hash != step.Hash)
                throw new LedgerStoreException(
                    $"The {name} was not made by this product's builds: its step {number} is {stepName}, with " +
                    $"another content than {step.Name}. Restore it from a backup.");
        }
        return done;
    }

    private static IEnumerable<Step> Read()
    {
        var assembly = typeof(Migrations).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
            if (resource.StartsWith(Prefix, StringComparison.Ordinal))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
                var sql = reader.ReadToEnd();
                var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
                yield return new Step(
                    int.Parse(name[..name.IndexOf('-', StringComparison.Ordinal)], CultureInfo.InvariantCulture),
                    name,
                    sql,
                    Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
            }
    }

    private static void Execute(NpgsqlConnection session, string sql)
    {
        using var command = new NpgsqlCommand(sql, session);
        command.ExecuteNonQuery();
    }

    private sealed record Step(int Number, string Name, string Sql, string Hash);
}
