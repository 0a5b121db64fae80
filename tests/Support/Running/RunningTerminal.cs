using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>The shipped daemon, with a reader and a display of its own; all that it reads is on the disk.</summary>
public sealed class RunningTerminal : ITerminal, IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly TerminalFiles files;
    private readonly ImmutableDictionary<string, string> environment;
    private ChildProcess? emulator;
    private ChildProcess? terminal;

    private RunningTerminal(TerminalFiles files, ImmutableDictionary<string, string> environment) =>
        (this.files, this.environment) = (files, environment);

    /// <summary>Who stands in front of it.</summary>
    public PanelViewer Panel { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public string Logs => terminal is null ? "" : string.Join('\n', terminal.Errors.Seen.TakeLast(40));

    /// <summary>The journal's folder.</summary>
    public IStorage Journal => new FolderStorage(Path.Combine(files.State, "journal"));

    /// <summary>All whole lines of the journal, as they are on the disk now.</summary>
    public List<JournalRecord> ReadJournal() => RunningSite.Read(Journal);

    /// <summary>Starts its reader, and then the terminal.</summary>
    /// <param name="files">Its configuration is there, and what that names.</param>
    /// <param name="title">What its display then says.</param>
    /// <param name="environment">Variables that it is started with.</param>
    /// <param name="cancellation">The test's own.</param>
    public static async Task<RunningTerminal> StartAsync(
        TerminalFiles files,
        string title,
        ImmutableDictionary<string, string> environment,
        CancellationToken cancellation)
    {
        var running = new RunningTerminal(files, environment);
        try
        {
            running.emulator = await ChildProcess.StartAsync(
                "dotnet", NoEnvironment, Checkout.Emulator, "--pty", files.Reader);
            await running.emulator.Output.First<string>(
                0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
            await running.SwitchOnAsync(title, cancellation);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <param name="card">A UID, or kind, UID and options as the emulator takes them.</param>
    public Task PutAsync(string card) => emulator!.Write($"put {card}");

    public Task TakeAsync() => emulator!.Write("take");

    /// <summary>Takes the card away, and waits until the terminal has noticed. It must log at level debug.</summary>
    public Task TakeAsync(CancellationToken cancellation) => TakeAsync(emulator!, terminal!, cancellation);

    /// <summary>SIGKILL: as far as a process can tell, the power is gone.</summary>
    public async Task PullThePlugAsync(CancellationToken cancellation)
    {
        var killed = terminal!;
        terminal = null;
        killed.Signal("KILL");
        await killed.End(cancellation);
        await killed.DisposeAsync();
        await Panel.DisposeAsync();
    }

    /// <summary>Starts it, and waits until its display is there.</summary>
    public async Task SwitchOnAsync(CancellationToken cancellation)
    {
        terminal = await ChildProcess.StartAsync(
            "dotnet", environment, Checkout.EdgeTerminal, "run", "--config", files.Configuration);
        try
        {
            Panel = await PanelViewer.ConnectAsync(files.Panel, Eventually.Deadline, cancellation);
        }
        catch
        {
            // It is off, as whoever switched it on will believe.
            await terminal.DisposeAsync();
            terminal = null;
            throw;
        }
    }

    /// <summary>Starts it, and waits until its display says so.</summary>
    public async Task SwitchOnAsync(string title, CancellationToken cancellation)
    {
        await SwitchOnAsync(cancellation);
        await Panel.ReadsAsync(0, title, cancellation);
    }

    /// <summary>Lays a card there, and waits until the terminal says that it ignores it. It must log at level debug.
    /// </summary>
    public async Task IgnoresAsync(string card, CancellationToken cancellation)
    {
        var before = terminal!.Errors.Seen.Count;
        await PutAsync(card);
        await terminal.Errors.First<string>(
            before, line => line.Contains("CardPresented: ignored", StringComparison.Ordinal), cancellation);
    }

    /// <summary>
    /// Waits until the reader's word has reached the loop: nothing was wrong, or it is over. It must log at level
    /// debug.
    /// </summary>
    public Task ReaderWorksAsync(CancellationToken cancellation) => ReaderWorksAsync(terminal!, cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Panel is not null)
            await Panel.DisposeAsync();
        foreach (var program in new[] { terminal, emulator })
            if (program is not null)
                await program.DisposeAsync();
    }

    /// <inheritdoc cref="TakeAsync(CancellationToken)"/>
    internal static async Task TakeAsync(
        ChildProcess emulator, ChildProcess terminal, CancellationToken cancellation)
    {
        int Noticed() => terminal.Errors.Seen.Count(line => line.Contains("FieldEmptied", StringComparison.Ordinal));
        var before = Noticed();
        await emulator.Write("take");
        await Eventually.TrueAsync(() => Noticed() > before, "the terminal has seen the card go", cancellation);
    }

    /// <inheritdoc cref="ReaderWorksAsync(CancellationToken)"/>
    internal static Task ReaderWorksAsync(ChildProcess terminal, CancellationToken cancellation) =>
        terminal.Errors.First<string>(
            0,
            line => line.Contains("FaultEnded: ignored", StringComparison.Ordinal) ||
                line.Contains($"Fault {nameof(Fault.ReaderLost)} is over", StringComparison.Ordinal),
            cancellation);
}
