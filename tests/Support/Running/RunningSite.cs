using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using EdgeTerminal.Store;
using HardwareDrivers.Simulated;

namespace Tests.Support;

/// <summary>
/// The real parts of a site in a temporary folder: mosquitto, ledger, an emulated reader, the terminal. All end with
/// it.
/// </summary>
public sealed partial class RunningSite : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly SitePlan plan;
    private readonly TemporaryFolder folder = new();
    private MosquittoBroker? broker;
    private ChildProcess? ledger;
    private ChildProcess? emulator;
    private ChildProcess? terminal;
    private WireServer? wires;

    private RunningSite(SitePlan plan) => this.plan = plan;

    /// <summary>Who stands in front of the terminal.</summary>
    public PanelViewer Panel { get; private set; } = null!;

    /// <summary>What a station's lines are wired to.</summary>
    public VirtualBoard Board { get; } = new(TimeProvider.System);

    /// <summary>The journal's folder.</summary>
    public IStorage Journal =>
        new FolderStorage(Disk?.Seen(folder.In("terminal/journal")) ?? folder.In("terminal/journal"));

    /// <summary>A small disk that the terminal's state is on; null: it is on the test's own.</summary>
    public SmallDisk? Disk { get; set; }

    /// <summary>How the terminal is started, from its next start on.</summary>
    public TerminalLaunch Launch { get; set; } = TerminalLaunch.Shipped;

    /// <summary>The process id of the terminal that runs now.</summary>
    public int TerminalProcess => terminal!.Id;

    /// <summary>Lines of the running terminal's log.</summary>
    public EventLog<string> TerminalLog => terminal!.Errors;

    /// <summary>The terminal's configuration.</summary>
    public string ConfigurationFile => folder.In("terminal.json");

    /// <summary>What terminal and ledger have logged.</summary>
    public (IReadOnlyList<string> Terminal, IReadOnlyList<string> Ledger) Said =>
        (terminal!.Errors.Seen, ledger!.Errors.Seen);

    /// <summary>The folder that the ledger's commands and its next start use.</summary>
    public string LedgerState { get; set; } = "ledger";

    public string KeyFile => folder.In("terminal.jwk");

    private string PanelSocket => folder.In("panel.sock");

    private string ReaderDevice => folder.In("pn532");

    private int BrokerPort => plan.BrokerPort ?? broker!.Port;

    private string CardKeys => folder.In("card-keys.json");

    public static async Task<RunningSite> OpenAsync(SitePlan plan, CancellationToken cancellation)
    {
        var site = new RunningSite(plan);
        try
        {
            await site.StartAsync(cancellation);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <param name="card">A UID, or kind, UID and options as the emulator takes them.</param>
    public Task PutAsync(string card) => OrderReaderAsync($"put {card}");

    /// <summary>Tells the emulated reader a line of its own: a fault, a hang, a swap.</summary>
    public Task OrderReaderAsync(string line) => emulator!.Write(line);

    /// <summary>Takes the card away, and waits until the terminal has noticed; without power it need not.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        if (terminal is null)
            await emulator!.Write("take");
        else
            await RunningTerminal.TakeAsync(emulator!, terminal, cancellation);
    }

    public Task CutNetworkAsync(CancellationToken cancellation) => broker!.StopAsync(cancellation);

    public Task BringNetworkBackAsync(CancellationToken cancellation) => broker!.StartAgainAsync(cancellation);

    /// <summary>How somebody else reaches the broker.</summary>
    public MqttOptions BrokerFor(string clientId) => broker!.OptionsFor(clientId);

    /// <summary>The broker forgets its users, and knows one in their place.</summary>
    public async Task ChangeBrokerUserAsync(string name, string password, CancellationToken cancellation)
    {
        await broker!.StopAsync(cancellation);
        await broker.SetPasswordsAsync(new Dictionary<string, string> { [name] = password }, cancellation);
        await broker.StartAgainAsync(cancellation);
    }

    public async Task StopLedgerAsync(CancellationToken cancellation)
    {
        ledger!.Signal("TERM");
        await ledger.End(cancellation);
        await ledger.DisposeAsync();
        ledger = null;
    }

    public async Task StartLedgerAsync()
    {
        string[] user = plan.BrokerUser is { } login
            ? ["--mqtt-user", login.Name, "--mqtt-password-file", folder.In("ledger.password")]
            : [];
        ledger = await StartAsync(
            Checkout.Ledger,
            [
                "run", "--state", folder.In(LedgerState), "--mqtt", $"{BrokerHost}:{LedgersPort}",
                .. user, .. plan.IsSecured ? ["--mqtt-tls"] : Array.Empty<string>(),
                .. plan.EnrolsOverNetwork ? ["--http", $"127.0.0.1:{httpPort}"] : Array.Empty<string>(),
                .. plan.LedgerOptions,
            ]);
    }

    /// <summary>SIGKILL: as far as a process can tell, the power is gone.</summary>
    public async Task PullThePlugAsync(CancellationToken cancellation)
    {
        terminal!.Signal("KILL");
        await terminal.End(cancellation);
        await terminal.DisposeAsync();
        await Panel.SeeToTheEndAsync(cancellation);
        await Panel.DisposeAsync();
        terminal = null;
    }

    /// <summary>The same, so long after it was switched on.</summary>
    public async Task StartAndPullThePlugAsync(TimeSpan after, CancellationToken cancellation)
    {
        await using var starting = await RunAsync();
        await Task.Delay(after, TimeProvider.System, cancellation);
        starting.Signal("KILL");
        await starting.End(cancellation);
    }

    /// <summary>It has ended by itself.</summary>
    public bool TerminalHasEnded => terminal!.HasEnded;

    /// <summary>Waits until the terminal has written a fact more, or ended.</summary>
    public Task TerminalStirsAsync(CancellationToken cancellation)
    {
        var before = ReadJournal().Count;
        return Eventually.TrueAsync(
            () => TerminalHasEnded || ReadJournal().Count > before, "the terminal writes or ends", cancellation);
    }

    /// <summary>Runs the terminal to its end.</summary>
    public async Task<(int Code, string Errors)> TryRunAsync(CancellationToken cancellation)
    {
        await using var run = await RunAsync();
        return (await run.End(cancellation), string.Join('\n', run.Errors.Seen));
    }

    /// <summary>Waits for the terminal's end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminalEndsAsync(CancellationToken cancellation)
    {
        var code = await terminal!.End(cancellation);
        await Panel.DisposeAsync();
        return code;
    }

    /// <summary>The reader's line is gone.</summary>
    public async Task UnplugReaderAsync()
    {
        await emulator!.DisposeAsync();
        emulator = null;
    }

    /// <param name="cancellation">The test's own.</param>
    /// <param name="lying">UIDs of cards that lie on it.</param>
    public async Task PlugReaderInAsync(CancellationToken cancellation, params string[] lying)
    {
        emulator = await StartAsync(
            Checkout.Emulator, ["--pty", ReaderDevice, .. lying.SelectMany(uid => new[] { "--card", uid })]);
        await emulator.Output.First<string>(0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
    }

    public Task StartTerminalAsync(CancellationToken cancellation) => StartTerminalAsync("Welcome", cancellation);

    /// <param name="title">What the display then says.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <param name="isForGuests">False: it may stop again before its reader works.</param>
    public async Task StartTerminalAsync(
        string title, CancellationToken cancellation, bool isForGuests = true)
    {
        terminal = await RunAsync();
        Panel = await PanelViewer.ConnectAsync(PanelSocket, Eventually.Deadline, cancellation);
        await Panel.ReadsAsync(0, title, cancellation);
        if (!isForGuests || title is not ("Welcome" or "Bienvenue" or "To pay") && title != plan.Station?.Title ||
            emulator is null)
            return;
        // A reader that was slow to answer is told as lost behind the first picture: a guest comes when it works.
        await RunningTerminal.ReaderWorksAsync(terminal, cancellation);
        await Eventually.TrueAsync(
            () => Panel.Display!.Reading.Text.Contains(title, StringComparison.Ordinal),
            $"the display says {title}",
            cancellation);
    }

    /// <summary>Sends the terminal a signal: <c>HUP</c>, <c>STOP</c>.</summary>
    public void SignalTerminal(string name) => terminal!.Signal(name);

    /// <summary>Asks the terminal, then the ledger, to stop, as systemd would.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await Panel.DisposeAsync();
        foreach (var program in new[] { terminal!, ledger! })
        {
            program.Signal("TERM");
            if (await program.End(cancellation) is not 0 and var code)
                throw new InvalidOperationException($"Asked to stop, a program ended with {code}.\n{Errors(program)}");
        }
    }

    /// <summary>All whole lines of the journal, as they are on the disk now.</summary>
    public List<JournalRecord> ReadJournal() => Read(Journal);

    /// <summary>The same, of another's journal.</summary>
    public static List<JournalRecord> Read(IStorage journal)
    {
        var records = new List<JournalRecord>();
        foreach (var segment in JournalSegment.In(journal))
        {
            ReadOnlyMemory<byte> bytes = journal.Read(segment.Name);
            while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                var line = Jws.OpenUnverified(JwsType.Record, bytes[..end]).OrThrow();
                records.Add(RecordLine.Read(line, site: null).OrThrow());
                bytes = bytes[(end + 1)..];
            }
        }
        return records;
    }

    /// <summary>What the ledger has stored, read from its file.</summary>
    public List<LedgerEntry> ReadLedger()
    {
        using var store = new FileLedgerStore(
            new FolderStorage(folder.In(LedgerState)), () => throw new InvalidOperationException("Only read."));
        return [.. store.Entries()];
    }

    /// <summary>Sales of terminals that the ledger has booked.</summary>
    public int SalesBooked() => ReadLedger().OfType<LedgerEntry.RecordBooked>().Count(booked =>
        RecordLine.Read(Jws.OpenUnverified(JwsType.Record, Encoding.ASCII.GetBytes(booked.Line)).OrThrow(), site: null)
            .OrThrow().Fact is Fact.Sale);

    /// <summary>Runs one of the ledger's commands to its end.</summary>
    public Task<string> LedgerSaysAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(Checkout.Ledger, [.. arguments, "--state", folder.In(LedgerState)], cancellation);

    /// <summary>Runs one of the terminal's commands to its end.</summary>
    public static Task<string> TerminalSaysAsync(IEnumerable<string> arguments, CancellationToken cancellation) =>
        RunAsync(Checkout.EdgeTerminal, arguments, cancellation);

    public string In(string name) => folder.In(name);

    /// <summary>The UID behind a token, of those in question.</summary>
    public string UidOf(CardToken token, IEnumerable<string> uids)
    {
        var enrolment = Enrolment.Read(File.ReadAllBytes(EnrolmentFile)).OrThrow();
        return SiteKey.TryParse(enrolment.SiteKey, out var siteKey)
            ? uids.First(uid => CardUid.TryParse(uid, out var parsed) && siteKey!.Token(parsed) == token)
            : throw new FormatException("The enrolment has no site key.");
    }

    /// <summary>What the programs said last, for a failure.</summary>
    public string Logs() => string.Join(
        '\n',
        new[] { terminal, ledger, emulator }.OfType<ChildProcess>().Select(Errors).Prepend("The programs said last:"));

    public async ValueTask DisposeAsync()
    {
        if (Panel is not null)
            await Panel.DisposeAsync();
        foreach (var program in new[] { terminal, ledger, emulator })
            if (program is not null)
                await program.DisposeAsync();
        if (wires is not null)
            await wires.DisposeAsync();
        if (Disk is not null)
            await Disk.DisposeAsync();
        foreach (var one in new[] { broker, cloud })
            if (one is not null)
                await one.DisposeAsync();
        if (Uplink is not null)
            await Uplink.DisposeAsync();
        folder.Dispose();
    }

    private static string Errors(ChildProcess program) => string.Join('\n', program.Errors.Seen.TakeLast(20));

    private Task<ChildProcess> RunAsync()
    {
        string[] run =
        [
            .. Disk?.Entry ?? [], "dotnet", Launch.Program, "run", "--config", ConfigurationFile,
        ];
        return ChildProcess.StartAsync(run[0], plan.TerminalEnvironment.SetItems(Launch.Environment), run[1..]);
    }

    private static Task<ChildProcess> StartAsync(string program, params string[] arguments) =>
        ChildProcess.StartAsync("dotnet", NoEnvironment, [program, .. arguments]);

    private static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        await using var child = await ChildProcess.StartAsync("dotnet", NoEnvironment, [program, .. arguments]);
        if (await child.End(cancellation) is not 0 and var code)
            throw new InvalidOperationException(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {code}:\n{Errors(child)}");
        return string.Join('\n', child.Output.Seen) + "\n";
    }
}
