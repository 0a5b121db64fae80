using System.CommandLine;

namespace CloudBridge.Ledger;

/// <summary>How `ledger broker configure` is told that a site's broker and the ledger's are two.</summary>
internal sealed class BridgeOptions
{
    private readonly Option<string?> bridgeTo = new("--bridge-to")
    {
        Description = "This broker is at the site, and dials the ledger's broker there. bridge-key.pem is a secret.",
        HelpName = "HOST:PORT",
    };

    private readonly Option<bool> isBridged = new("--bridged")
    {
        Description = "This broker is the ledger's, and brokers of the site dial it.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(bridgeTo);
        command.Options.Add(isBridged);
    }

    /// <returns>What is wrong; null: nothing.</returns>
    public string? Check(ParseResult parsed)
    {
        if (parsed.GetValue(bridgeTo) is not { } address)
            return null;
        if (parsed.GetValue(isBridged))
            return "--bridge-to, --bridged: expected one of them, because they are of two brokers.";
        // Mosquitto divides an address at its first colon.
        return RunCommand.TryParse(address, out var host, out _) &&
            Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4
                ? null
                : $"--bridge-to '{address}': expected HOST:PORT, as in cloud.example.org:8883.";
    }

    /// <summary>Adds them to what else is asked for.</summary>
    /// <param name="parsed">Checked.</param>
    /// <param name="name">One of this broker's own.</param>
    /// <param name="plan">What else is asked for.</param>
    public BrokerPlan Complete(ParseResult parsed, string name, BrokerPlan plan) => plan with
    {
        IsBridged = parsed.GetValue(isBridged),
        Bridge = parsed.GetValue(bridgeTo) is { } address && RunCommand.TryParse(address, out var host, out var port)
            ? new BrokerBridge(name, host, port)
            : null,
    };
}
