using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Npgsql;

namespace Tests.Support;

/// <summary>
/// A real PostgreSQL in a temporary folder, reached by a socket in that folder. Stopped, and the folder removed, when
/// disposed of. It refuses to be root, so root's tests run it as nobody.
/// </summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    private const int Quit = 3;
    private const string User = "ledger";
    private const string Nobody = "nobody";

    private readonly TemporaryFolder folder = new();
    private Process? process;
    private Task<string> errors = Task.FromResult("");
    private int databases;

    private PostgresServer()
    {
    }

    private string Data => folder.In("data");

    /// <summary>Makes and starts one, and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start, or is not installed; the text says so.</exception>
    public static async Task<PostgresServer> StartAsync(CancellationToken cancellation)
    {
        var server = new PostgresServer();
        try
        {
            if (Environment.IsPrivilegedProcess)
                await OwnedFolder.GiveAsync(server.folder.Path, $"{Nobody}:", cancellation);
            await RunAsync(
                "initdb",
                ["-D", server.Data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
                cancellation);
            await server.StartAgainAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How Npgsql reaches it.</returns>
    public string CreateDatabase()
    {
        var name = $"ledger{Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture)}";
        Execute(ConnectionTo("postgres"), $"create database {name} template template0");
        return ConnectionTo(name);
    }

    /// <summary>Backs a database up as an operator does (pg_dump).</summary>
    /// <returns>The backup's file.</returns>
    public async Task<string> BackUpAsync(string connection, CancellationToken cancellation)
    {
        var file = folder.In($"backup{Interlocked.Increment(ref databases).ToString(CultureInfo.InvariantCulture)}");
        await RunAsync(
            "pg_dump", ["-h", folder.Path, "-U", User, "-Fc", "-f", file, NameIn(connection)], cancellation);
        return file;
    }

    /// <summary>Restores a backup into a new database (pg_restore).</summary>
    /// <returns>How Npgsql reaches it.</returns>
    public async Task<string> RestoreAsync(string backup, CancellationToken cancellation)
    {
        var connection = CreateDatabase();
        await RunAsync(
            "pg_restore", ["-h", folder.Path, "-U", User, "--exit-on-error", "-d", NameIn(connection), backup],
            cancellation);
        return connection;
    }

    /// <summary>Makes a database with a ledger's tables.</summary>
    public string CreateLedger(Site site)
    {
        var connection = CreateDatabase();
        PostgresDatabase.Migrate(connection, Site.Id, site.Ledger.PublicKey.KeyId);
        return connection;
    }

    /// <summary>Does something in a database that the product would not.</summary>
    public static void Execute(string connection, string sql)
    {
        // Without a pool: what the product does with its own is tried, and not this one's.
        using var source = NpgsqlDataSource.Create($"{connection};Pooling=false");
        using var command = source.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Asks a database for one value.</summary>
    public static T Ask<T>(string connection, string sql)
    {
        using var source = NpgsqlDataSource.Create($"{connection};Pooling=false");
        using var command = source.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>Stops it as a crash would: it finds what was committed at its next start.</summary>
    public Task CrashAsync(CancellationToken cancellation) => EndAsync(Quit, cancellation);

    /// <summary>Starts it after a crash.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        process?.Dispose();
        // The path of a socket has room for a hundred bytes.
        process = await StartAsync("postgres", "-D", Data, "-k", folder.Path, "-c", "listen_addresses=");
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () => process.HasExited || Answers(), "PostgreSQL answers", TimeSpan.FromSeconds(60), cancellation);
        if (process.HasExited)
            throw new InvalidOperationException($"postgres ended with {process.ExitCode}: {await errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Nobody needs what it would write before it stops in order.
        if (process is { HasExited: false })
            await EndAsync(Quit, CancellationToken.None);
        await errors;
        process?.Dispose();
        folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    /// <summary>Whoever changes the user is not ended with this process any more, so it is said again behind it.
    /// </summary>
    private static Task<Process> StartAsync(string program, params string[] arguments)
    {
        var path = Find(program);
        return Environment.IsPrivilegedProcess
            ? LinkedProcess.StartAsync(
                "setpriv",
                ["--reuid", Nobody, "--regid", "nogroup", "--clear-groups", "--pdeathsig", "KILL", path, .. arguments])
            : LinkedProcess.StartAsync(path, arguments);
    }

    /// <exception cref="InvalidOperationException">It went wrong; the text has its words.</exception>
    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var running = await StartAsync(program, arguments);
        var error = await running.StandardError.ReadToEndAsync(cancellation);
        await running.WaitForExitAsync(cancellation);
        if (running.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {running.ExitCode}: {error}");
    }

    private static string NameIn(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    /// <summary>Debian keeps them out of the way, a folder for each version.</summary>
    private static string Find(string program) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin", program))
                .LastOrDefault(File.Exists) ?? FindOnPath(program)
            : FindOnPath(program);

    private static string FindOnPath(string program) => LinkedProcess.Find(
        program, "Debian: apt-get install postgresql (it also starts a server on port 5432).");

    private bool Answers()
    {
        try
        {
            return Ask<int>(ConnectionTo("postgres"), "select 1") == 1;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private string ConnectionTo(string database) => $"Host={folder.Path};Database={database};Username={User}";

    private async Task EndAsync(int signal, CancellationToken cancellation)
    {
        if (process is null || process.HasExited)
            return;
        if (Signal(process.Id, signal) != 0)
            throw new InvalidOperationException($"kill {process.Id}: error {Marshal.GetLastPInvokeError()}.");
        await Eventually.CompletesAsync(
            process.WaitForExitAsync(cancellation), $"the end of postgres {process.Id}", cancellation);
    }
}
