using System.Text.Json.Nodes;

namespace Tests.Support;

/// <summary>Another terminal of a running site, with a reader and a display of its own.</summary>
public sealed class NeighbourTerminal : IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private readonly RunningSite site;
    private readonly string name;
    private ChildProcess? emulator;
    private ChildProcess? terminal;

    private NeighbourTerminal(RunningSite site, string name) => (this.site, this.name) = (site, name);

    /// <summary>Who stands in front of it.</summary>
    public PanelViewer Panel { get; private set; } = null!;

    /// <summary>What it has logged.</summary>
    public string Logs => string.Join('\n', terminal!.Errors.Seen.TakeLast(40));

    private string ConfigurationFile => site.In($"{name}.json");

    /// <summary>Makes it, enrols it with the site's ledger, and starts it.</summary>
    public static async Task<NeighbourTerminal> OpenAsync(
        RunningSite site, SitePlan plan, string name, CancellationToken cancellation)
    {
        var neighbour = new NeighbourTerminal(site, name);
        try
        {
            await neighbour.EnrolAsync(plan, cancellation);
            await neighbour.StartAsync(cancellation);
            return neighbour;
        }
        catch
        {
            await neighbour.DisposeAsync();
            throw;
        }
    }

    public Task PutAsync(string uid) => emulator!.Write($"put {uid}");

    public Task TakeAsync() => emulator!.Write("take");

    /// <summary>SIGKILL, and a new start.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        terminal!.Signal("KILL");
        await terminal.End(cancellation);
        await terminal.DisposeAsync();
        await Panel.DisposeAsync();
        await StartAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Panel is not null)
            await Panel.DisposeAsync();
        foreach (var program in new[] { terminal, emulator })
            if (program is not null)
                await program.DisposeAsync();
    }

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
        await File.WriteAllTextAsync(ConfigurationFile, configuration.ToJsonString(), cancellation);
        emulator = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.Emulator, "--pty", site.In($"{name}.pn532"));
        await emulator.Output.First<string>(0, line => line.Contains("ready", StringComparison.Ordinal), cancellation);
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        terminal = await ChildProcess.StartAsync(
            "dotnet", NoEnvironment, Checkout.EdgeTerminal, "run", "--config", ConfigurationFile);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Eventually.Deadline);
        Panel = await PanelViewer.ConnectAsync(site.In($"{name}.sock"), limit.Token);
        await Panel.ReadsAsync(0, "Welcome", cancellation);
    }
}
