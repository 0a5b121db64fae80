using System.Text.RegularExpressions;
using CloudBridge.Ledger;
using CloudBridge.Storage;
using Tests.Support;

namespace Tests.RealParts.CloudBridge;

/// <summary>
/// The ledger's program with its HTTPS server at 127.0.0.1, and the programs that operators and terminals run against
/// it. It has no broker: it dials for one all the while.
/// </summary>
internal sealed partial class ServedLedger : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Find();
    private string[] options = [];
    private ChildProcess? program;

    /// <summary>How it is dialled.</summary>
    public Uri Address => new($"https://127.0.0.1:{port}");

    /// <summary>The certificate of its authority.</summary>
    public string Authority => folder.In("ledger/ca.pem");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes one, and starts it.</summary>
    /// <param name="connection">Of the database for its books: it is worker `one` then, with a console. Null: they are
    /// in its folder.</param>
    public static Task<ServedLedger> StartAsync(string? connection = null) => StartAsync(async made =>
    {
        if (connection is null)
        {
            await made.SaysAsync("init", "--site", "verger");
            return;
        }
        await File.WriteAllTextAsync(made.In("connection"), connection, Cancellation);
        await made.SaysAsync("init", "--site", "verger", "--database", made.In("connection"));
        made.options = ["--worker", "one", "--console"];
    });

    /// <summary>Starts another worker, with a copy of its folder, as on another machine.</summary>
    public Task<ServedLedger> StartAnotherAsync() => StartAsync(made =>
    {
        Directory.CreateDirectory(made.In("ledger"));
        foreach (var file in Directory.GetFiles(folder.In("ledger")))
            if (!Path.GetFileName(file).StartsWith("serving", StringComparison.Ordinal))
                File.Copy(file, made.In(Path.Combine("ledger", Path.GetFileName(file))));
        made.options = ["--worker", "two", "--console"];
        return Task.CompletedTask;
    });

    private static async Task<ServedLedger> StartAsync(Func<ServedLedger, Task> make)
    {
        var made = new ServedLedger();
        try
        {
            await make(made);
            await made.StartAgainAsync();
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public string In(string name) => folder.In(name);

    public async Task StartAgainAsync()
    {
        program = await ChildProcess.StartAsync(
            "dotnet",
            NoEnvironment,
            [
                Checkout.Ledger, "run", "--state", folder.In("ledger"), "--mqtt", $"127.0.0.1:{FreePort.Find()}",
                "--http", $"127.0.0.1:{port}", .. options,
            ]);
        await program.Errors.First<string>(
            0, line => line.Contains("Serves https://", StringComparison.Ordinal), Cancellation);
    }

    public async Task StopAsync()
    {
        program!.Signal("TERM");
        Assert.Equal(0, await program.End(Cancellation));
        await program.DisposeAsync();
        program = null;
    }

    /// <summary>It ends in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        program!.Signal("KILL");
        await program.End(Cancellation);
        await program.DisposeAsync();
        program = null;
    }

    /// <summary>Creates a terminal.</summary>
    /// <returns>Its PIN.</returns>
    public async Task<string> CreateAsync(string terminal) =>
        Pin().Match(await SaysAsync("terminal", "create", terminal)).Groups[1].Value;

    /// <summary>A command of the ledger that succeeds.</summary>
    public async Task<string> SaysAsync(params string[] arguments)
    {
        var (code, output, errors) = await TryAsync(arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    /// <summary>A command of the ledger.</summary>
    public Task<(int Code, string Output, string Errors)> TryAsync(params string[] arguments) =>
        TellAsync([], arguments);

    /// <summary>A command of the ledger that reads these lines.</summary>
    public async Task<(int Code, string Output, string Errors)> TellAsync(string[] lines, params string[] arguments)
    {
        await using var child = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, [Checkout.Ledger, .. arguments, "--state", folder.In("ledger")]);
        foreach (var line in lines)
            await child.Write(line);
        child.CloseInput();
        var code = await child.End(Cancellation);
        return (code, string.Join('\n', child.Output.Seen), string.Join('\n', child.Errors.Seen));
    }

    /// <summary>What is in its books, read from its file.</summary>
    public List<LedgerEntry> ReadEntries()
    {
        using var store = new FileLedgerStore(
            new FolderStorage(folder.In("ledger")), () => throw new InvalidOperationException("Only read."));
        return [.. store.Entries()];
    }

    /// <summary>Begins to enrol a terminal.</summary>
    /// <param name="state">Its state folder's name.</param>
    /// <param name="lines">Of its standard input.</param>
    /// <param name="server">Another than this one.</param>
    /// <param name="patience">In minutes.</param>
    public async Task<ChildProcess> EnrolAsync(
        string state, string[] lines, Uri? server = null, string patience = "5")
    {
        string[] trust = server is null ? ["--authority", Authority] : [];
        var child = await ChildProcess.StartAsync(
            "dotnet",
            NoEnvironment,
            [
                Checkout.EdgeTerminal, "enroll", "--server", (server ?? Address).ToString(), "--state",
                folder.In(state), "--patience", patience, .. trust,
            ]);
        foreach (var line in lines)
            await child.Write(line);
        child.CloseInput();
        return child;
    }

    /// <summary>The words that a terminal shows, once it has asked.</summary>
    public static async Task<string> WordsAsync(ChildProcess terminal)
    {
        await terminal.Output.First<string>(
            0, line => line.StartsWith("The operator types them: ", StringComparison.Ordinal), Cancellation);
        var line = await terminal.Output.First<string>(
            0, line => line.StartsWith("Words: ", StringComparison.Ordinal), Cancellation);
        return line["Words: ".Length..];
    }

    public async ValueTask DisposeAsync()
    {
        if (program is not null)
            await program.DisposeAsync();
        folder.Dispose();
    }

    [GeneratedRegex(@"PIN +([0-9]{6}),")]
    private static partial Regex Pin();
}
