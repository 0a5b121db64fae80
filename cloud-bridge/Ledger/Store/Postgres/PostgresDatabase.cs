using System.Data.Common;
using CloudBridge.Contract;
using Npgsql;

namespace CloudBridge.Ledger;

/// <summary>A database of a ledger: how it is reached, and whether its tables are those of this build.</summary>
public sealed class PostgresDatabase : IDisposable
{
    /// <summary>
    /// A commit is on disk when it returns, and a process that is stopped in the middle of a change lets the others
    /// wait no longer than this.
    /// </summary>
    private const string Settings =
        "-c synchronous_commit=on -c idle_in_transaction_session_timeout=60000 -c tcp_user_timeout=20000";

    private const int WaitSeconds = 60;
    private const int PreparedStatements = 20;

    private PostgresDatabase(NpgsqlDataSource source, string name) => (Source, Name) = (source, name);

    /// <summary>For messages: which, and where.</summary>
    public string Name { get; }

    internal NpgsqlDataSource Source { get; }

    /// <summary>Makes what is missing of a site's tables: all of them in an empty database.</summary>
    /// <param name="connection">As of Npgsql: <c>Host=/run/postgresql;Database=ledger</c>.</param>
    /// <param name="site">Whose ledger it is.</param>
    /// <param name="key">The ledger's key.</param>
    /// <returns>What was done, in order; none: nothing was missing.</returns>
    /// <exception cref="LedgerStoreException">It cannot be reached, is another ledger's, or of a later build.
    /// </exception>
    public static IReadOnlyList<string> Migrate(string connection, SiteId site, KeyId key)
    {
        using var database = Reach(connection);
        return database.Use(() =>
        {
            using var session = database.Source.OpenConnection();
            using var transaction = session.BeginTransaction();
            var done = Migrations.Apply(session, database.Name);
            // Books in which nothing stands yet are anybody's.
            using var insert = new NpgsqlCommand(
                """
                insert into site (name, ledger_key) values ($1, $2)
                on conflict (is_only) do update set (name, ledger_key) = row (excluded.name, excluded.ledger_key)
                where not exists (select from entry)
                """,
                session)
            {
                Parameters = { new() { Value = site.ToString() }, new() { Value = key.ToString() } },
            };
            insert.ExecuteNonQuery();
            database.CheckOwner(session, site, key);
            transaction.Commit();
            return done;
        });
    }

    /// <summary>Opens one.</summary>
    /// <inheritdoc cref="Migrate"/>
    /// <param name="others">The key that is to take its place, or the one that is lost: while it changes.</param>
    public static PostgresDatabase Open(string connection, SiteId site, KeyId key, params KeyId?[] others)
    {
        var database = Reach(connection);
        try
        {
            database.Use(() =>
            {
                using var session = database.Source.OpenConnection();
                Migrations.Check(session, database.Name);
                database.CheckOwner(session, site, key, others);
                return true;
            });
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The ledger has another key from now on.</summary>
    internal void Hand(KeyId key) => Use(() =>
    {
        using var session = OpenAlive();
        using var update = new NpgsqlCommand("update site set ledger_key = $1", session)
        {
            Parameters = { new() { Value = key.ToString() } },
        };
        return update.ExecuteNonQuery();
    });

    /// <summary>Why it would not be another key's: this user may lack the right, and then nothing may be booked.
    /// </summary>
    internal string? WhyNotHanded() => Use(() =>
    {
        using var session = OpenAlive();
        using var update = new NpgsqlCommand("update site set ledger_key = ledger_key", session);
        try
        {
            update.ExecuteNonQuery();
            return null;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return $"this user may not write the new key into the {Name} ({error.MessageText}). As the owner of its " +
                "tables: grant update (ledger_key) on site to USER";
        }
    });

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    /// <summary>
    /// Opens a session that answers. Those that were kept from before a crash of the server do not: then all are let
    /// go, and one is dialled.
    /// </summary>
    internal NpgsqlConnection OpenAlive()
    {
        var session = Source.OpenConnection();
        try
        {
            using var ask = new NpgsqlCommand("select 1", session);
            ask.ExecuteNonQuery();
            return session;
        }
        catch (NpgsqlException)
        {
            session.Dispose();
            Source.Clear();
            return Source.OpenConnection();
        }
    }

    /// <summary>What goes wrong below is said in the store's words.</summary>
    internal T Use<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DbException error)
        {
            throw new LedgerStoreException($"Cannot use the ledger in {Name}: {error.Message}", error);
        }
    }

    private static PostgresDatabase Reach(string connection)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connection);
            settings.Options = $"{settings.Options} {Settings}".Trim();
            settings.ApplicationName ??= "edge-terminal-ledger";
            settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, PreparedStatements);
            settings.CommandTimeout = WaitSeconds;
            // A session that is kept for the next has nothing of the last one's, not its locks either.
            settings.NoResetOnClose = false;
            // No half-dead connection is kept for long, and no process takes more than it uses.
            settings.MaxPoolSize = Math.Min(settings.MaxPoolSize, 4);
            return new PostgresDatabase(
                NpgsqlDataSource.Create(settings), $"database {settings.Database} at {settings.Host}");
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // What is wrong with it may be the password.
            throw new LedgerStoreException(
                "The database's connection string cannot be read. " +
                "Expected one of Npgsql, as in Host=/run/postgresql;Database=ledger;Username=ledger.");
        }
    }

    private void CheckOwner(NpgsqlConnection session, SiteId site, KeyId key, params KeyId?[] others)
    {
        using var select = new NpgsqlCommand("select name, ledger_key from site", session);
        using var rows = select.ExecuteReader();
        var (foundSite, foundKey) = rows.Read() ? (rows.GetString(0), rows.GetString(1)) : ("no site yet", "none");
        if (foundSite != site.ToString())
            throw new LedgerStoreException(
                $"The {Name} has the books of {foundSite}; expected those of {site}. Each site has a database, or a " +
                "schema, of its own.");
        if (foundKey != key.ToString() && !others.Any(other => foundKey == other?.ToString()))
            throw new LedgerStoreException(
                $"The books in {Name} are kept by a ledger with another key ({foundKey}; this one has {key}). " +
                "Workers of one ledger have copies of one folder: take that ledger's.");
    }
}
