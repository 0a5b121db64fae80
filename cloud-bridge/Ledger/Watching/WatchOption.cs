using System.CommandLine;
using CloudBridge.Metrics;
using CloudBridge.Telemetry;

namespace CloudBridge.Ledger;

/// <summary>How `ledger run` is told where it can be watched.</summary>
internal sealed class WatchOption
{
    private readonly Option<string?> watch = new("--watch")
    {
        Description = "Answers there, without TLS, who wants to know how it is: /metrics, /healthz, /readyz.",
        HelpName = ListenOption.Form,
    };

    private readonly Option<string?> otlp = new("--otlp")
    {
        Description = "Sends metrics and traces to a collector there, by OTLP over HTTP.",
        HelpName = "URL",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(watch);
        command.Options.Add(otlp);
    }

    /// <summary>Reads them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">Null: nobody watches.</param>
    /// <param name="sent">Null: nobody is told.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(ParseResult parsed, out WatchSettings? settings, out OtlpSettings? sent)
    {
        (settings, sent) = (null, null);
        if (parsed.GetValue(otlp) is { } url && !OtlpSettings.TryRead(url, out sent))
            return $"--otlp '{url}': expected {OtlpSettings.Expected}.";
        if (parsed.GetValue(watch) is not { } text)
            return null;
        if (!ListenOption.TryRead(text, out var endPoint))
            return $"--watch '{text}': expected {ListenOption.Form}, as in 127.0.0.1:9465.";
        settings = new WatchSettings(endPoint.Address, endPoint.Port);
        return null;
    }
}
