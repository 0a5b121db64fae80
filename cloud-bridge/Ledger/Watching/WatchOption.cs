using System.CommandLine;
using System.Net;
using CloudBridge.Metrics;

namespace CloudBridge.Ledger;

/// <summary>How `ledger run` is told where it can be watched.</summary>
internal sealed class WatchOption
{
    private readonly Option<string?> watch = new("--watch")
    {
        Description = "Answers there, without TLS, who wants to know how it is: /metrics, /healthz, /readyz.",
        HelpName = "ADDRESS:PORT",
    };

    public void AddTo(Command command) => command.Options.Add(watch);

    /// <summary>Reads it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">Null: nobody watches.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(ParseResult parsed, out WatchSettings? settings)
    {
        settings = null;
        if (parsed.GetValue(watch) is not { } text)
            return null;
        if (!IPEndPoint.TryParse(text, out var endPoint) ||
            !text.EndsWith($":{endPoint.Port}", StringComparison.Ordinal))
            return $"--watch '{text}': expected ADDRESS:PORT, as in 127.0.0.1:9465.";
        settings = new WatchSettings(endPoint.Address, endPoint.Port);
        return null;
    }
}
