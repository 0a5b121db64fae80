using System.Text.Json.Nodes;

namespace Tests.Support;

/// <summary>Another terminal of a running site, with a reader and a display of its own.</summary>
public static class NeighbourTerminal
{
    /// <summary>Makes it, enrols it with the site's ledger, and starts it.</summary>
    public static Task<RunningTerminal> OpenAsync(
        RunningSite site, SitePlan plan, string name, CancellationToken cancellation) =>
        OpenAsync(site, plan, name, new NeighbourPlan(), cancellation);

    /// <inheritdoc cref="OpenAsync(RunningSite, SitePlan, string, CancellationToken)"/>
    public static async Task<RunningTerminal> OpenAsync(
        RunningSite site, SitePlan plan, string name, NeighbourPlan kind, CancellationToken cancellation)
    {
        var files = new TerminalFiles(site.In(""), name);
        await EnrolAsync(site, plan, files, cancellation);
        if (site.IsSecured)
            await CertifyAsync(site, files, cancellation);
        await ConfigureAsync(site, kind, files, cancellation);
        return await RunningTerminal.StartAsync(files, kind.Title, kind.Environment, cancellation);
    }

    private static async Task EnrolAsync(
        RunningSite site, SitePlan plan, TerminalFiles files, CancellationToken cancellation)
    {
        var key = await RunningSite.TerminalSaysAsync(
            ["init", "--state", files.State, "--site", plan.Site, "--terminal", files.Name], cancellation);
        await File.WriteAllTextAsync(files.Key, key, cancellation);
        await site.LedgerSaysAsync(
            ["enroll", "--key", files.Key, "--out", files.Enrolment, .. plan.EnrolOptions], cancellation);
    }

    private static async Task CertifyAsync(
        RunningSite site, TerminalFiles files, CancellationToken cancellation)
    {
        await site.CertifyAsync(files.State, Certificates(files), cancellation);
        await site.ConfigureBrokerAsync(cancellation);
        await site.ReloadBrokerAsync(cancellation);
    }

    private static string Certificates(TerminalFiles files) => files.State + "-certificates";

    private static async Task ConfigureAsync(
        RunningSite site, NeighbourPlan kind, TerminalFiles files, CancellationToken cancellation)
    {
        var configuration = JsonNode.Parse(await File.ReadAllTextAsync(site.ConfigurationFile, cancellation))!;
        configuration["state"] = files.State;
        configuration["enrolment"] = files.Enrolment;
        configuration["reader"]!["device"] = files.Reader;
        configuration["panel"]!["socket"] = files.Panel;
        configuration["log"]!["file"] = files.Log;
        if (site.IsSecured)
            configuration["mqtt"]!["tls"]!["certificate"] = Path.Combine(Certificates(files), $"{files.Name}.pem");
        kind.Configure(configuration.AsObject());
        await File.WriteAllTextAsync(files.Configuration, configuration.ToJsonString(), cancellation);
    }
}
