using System.Text.RegularExpressions;

namespace Tests.Support;

/// <content>Enrolment over the network: what an operator and somebody at the terminal do, by the programs.</content>
public sealed partial class RunningSite
{
    private readonly int httpPort = FreePort.Find();

    /// <summary>A client of the ledger's HTTP API that may find and refill cards.</summary>
    public async Task<ServedApi> ApiAsync(CancellationToken cancellation)
    {
        var token = await LedgerSaysAsync(
            ["token", "create", "--name", "shop", "--scope", "cards:lookup", "money:write"], cancellation);
        var address = new Uri($"https://127.0.0.1:{httpPort}");
        return new ServedApi(address, folder.In($"{LedgerState}/ca.pem"), token.Trim(), cancellation);
    }

    private string EnrolmentFile => folder.In(plan.EnrolsOverNetwork ? "for-terminal/enrolment.jws" : "enrolment.jws");

    private async Task EnrolOverNetworkAsync(CancellationToken cancellation)
    {
        await ledger!.Errors.First<string>(
            0, line => line.Contains("Serves https://", StringComparison.Ordinal), cancellation);
        var created = await LedgerSaysAsync(["terminal", "create", plan.Terminal, .. plan.EnrolOptions], cancellation);
        await using var enrolling = await StartAsync(
            Checkout.EdgeTerminal,
            "enroll", "--server", $"https://127.0.0.1:{httpPort}", "--state", folder.In("terminal"),
            "--out", folder.In("for-terminal"), "--authority", folder.In($"{LedgerState}/ca.pem"));
        await enrolling.Write(plan.Terminal);
        await enrolling.Write(PrintedPin().Match(created).Groups[1].Value);
        var shown = await enrolling.Output.First<string>(
            0, line => line.StartsWith("The operator types them: ", StringComparison.Ordinal), cancellation);
        await LedgerSaysAsync(["terminal", "confirm", plan.Terminal, shown.Split(' ')[^1]], cancellation);
        await enrolling.Write("yes");
        if (await enrolling.End(cancellation) is not 0 and var code)
            throw new InvalidOperationException($"edge-terminal enroll ended with {code}:\n{Errors(enrolling)}");
        // The broker has not heard of it yet.
        await ConfigureBrokerAsync(cancellation);
        await ReloadBrokerAsync(cancellation);
    }

    /// <summary>Has the stopped terminal ask for another key, and an operator confirm it.</summary>
    /// <returns>What the terminal's command ended with, and what it said of it.</returns>
    public async Task<(int Code, string Errors)> ChangeKeyAsync(CancellationToken cancellation)
    {
        var created = await LedgerSaysAsync(["terminal", "create", plan.Terminal, "--new-key"], cancellation);
        await using var enrolling = await StartAsync(
            Checkout.EdgeTerminal,
            "enroll", "--server", $"https://127.0.0.1:{httpPort}", "--state", folder.In("terminal"),
            "--out", folder.In("for-terminal"), "--authority", folder.In($"{LedgerState}/ca.pem"), "--new-key");
        await enrolling.Write(plan.Terminal);
        await enrolling.Write(PrintedPin().Match(created).Groups[1].Value);
        var ended = enrolling.End(cancellation);
        var shown = enrolling.Output.First<string>(
            0, line => line.StartsWith("The operator types them: ", StringComparison.Ordinal), cancellation);
        if (await Task.WhenAny(ended, shown) == shown)
        {
            await LedgerSaysAsync(["terminal", "confirm", plan.Terminal, (await shown).Split(' ')[^1]], cancellation);
            await enrolling.Write("yes");
        }
        return (await ended, Errors(enrolling));
    }

    [GeneratedRegex(@"PIN +([0-9]{6}),")]
    private static partial Regex PrintedPin();
}
