using System.Text.Json.Nodes;
using CloudBridge.Storage;

namespace Tests.Support;

/// <summary>Another terminal of a running site, with a reader and a display of its own.</summary>
public sealed class NeighbourTerminal : ITerminal, IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly RunningSite site;
    private readonly string name;
    private readonly NeighbourPlan kind;
    private ChildProcess? emulator;
    private ChildProcess? terminal;

    private NeighbourTerminal(RunningSite site, string name, NeighbourPlan kind) =>
        (this.site, this.name, this.kind) = (site, name, kind);

    /// <summary>Who stands in front of it.</summary>
    public PanelViewer Panel { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public string Logs => terminal is null ? "" : string.Join('\n', terminal.Errors.Seen.TakeLast(40));

    /// <summary>The journal's folder.</summary>
    public IStorage Journal => new FolderStorage(site.In($"{name}/journal"));

    private string ConfigurationFile => site.In($"{name}.json");

    /// <summary>Makes it, enrols it with the site's ledger, and starts it.</summary>
    public static Task<NeighbourTerminal> OpenAsync(
        RunningSite site, SitePlan plan, string name, CancellationToken cancellation) =>
        OpenAsync(site, plan, name, new NeighbourPlan(), cancellation);

    /// <inheritdoc cref="OpenAsync(RunningSite, SitePlan, string, CancellationToken)"/>
    public static async Task<NeighbourTerminal> OpenAsync(
        RunningSite site, SitePlan plan, string name, NeighbourPlan kind, CancellationToken cancellation)
    {
        var neighbour = new NeighbourTerminal(site, name, kind);
        try
        {
            await neighbour.EnrolAsync(plan, cancellation);
            await neighbour.SwitchOnAsync(cancellation);
            await neighbour.ServesAsync(cancellation);
            return neighbour;
        }
        catch
        {
            await neighbour.DisposeAsync();
            throw;
        }
    }

    /// <param name="card">A UID, or kind, UID and options as the emulator takes them.</param>
    public Task PutAsync(string card) => emulator!.Write($"put {card}");

    public Task TakeAsync() => emulator!.Write("take");

    /// <summary>SIGKILL, and a new start.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await PullThePlugAsync(cancellation);
        await SwitchOnAsync(cancellation);
        await ServesAsync(cancellation);
    }

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
            "dotnet", kind.Environment, Checkout.EdgeTerminal, "run", "--config", ConfigurationFile);
        try
        {
            Panel = await PanelViewer.ConnectAsync(site.In($"{name}.sock"), Eventually.Deadline, cancellation);
        }
        catch
        {
            // It is off, as whoever switched it on will believe.
            await terminal.DisposeAsync();
            terminal = null;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Panel is not null)
            await Panel.DisposeAsync();
        foreach (var program in new[] { terminal, emulator })
            if (program is not null)
                await program.DisposeAsync();
    }

    private Task ServesAsync(CancellationToken cancellation) => Panel.ReadsAsync(0, kind.Title, cancellation);

    private async Task EnrolAsync(SitePlan plan, CancellationToken cancellation)
    {
        var key = await RunningSite.TerminalSaysAsync(
            ["init", "--state", site.In(name), "--site", plan.Site, "--terminal", name], cancellation);
        await File.WriteAllTextAsync(site.In($"{name}.jwk"), key, cancellation);
        await site.LedgerSaysAsync(
            [
                "enroll", "--key", site.In($"{name}.jwk"), "--out", site.In($"{name}.enrolment"),
                .. plan.EnrolOptions,
            ],
            cancellation);
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(site.ConfigurationFile, cancellation))!;
        configuration["state"] = site.In(name);
        configuration["enrolment"] = site.In($"{name}.enrolment");
        configuration["reader"]!["device"] = site.In($"{name}.pn532");
        configuration["panel"]!["socket"] = site.In($"{name}.sock");
        configuration["log"]!["file"] = site.In($"{name}.log");
        kind.Configure(configuration.AsObject());
        await File.WriteAllTextAsync(ConfigurationFile, configuration.ToJsonString(), cancellation);
        emulator = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Emulator, "--pty", site.In($"{name}.pn532"));
        await emulator.Output.First<string>(0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
    }
}
