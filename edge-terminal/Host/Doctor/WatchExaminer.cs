using System.Globalization;
using System.Net;
using CloudBridge.Metrics;
using CloudBridge.Telemetry;

namespace EdgeTerminal.Host;

/// <summary>Who can ask how the terminal is.</summary>
internal static class WatchExaminer
{
    /// <param name="settings">Null: nobody, and there is nothing to say.</param>
    /// <param name="otlp">Who is told without asking; null: nobody.</param>
    public static IEnumerable<Finding> Examine(WatchSettings? settings, OtlpSettings? otlp)
    {
        if (otlp is not null)
            yield return new Finding("metrics", $"numbers and traces go to {otlp.Collector}");
        if (settings is null)
            yield break;
        var place = string.Create(
            CultureInfo.InvariantCulture, $"at {new IPEndPoint(settings.Address, settings.Port)}");
        yield return new Finding(
            "metrics",
            IPAddress.IsLoopback(settings.Address)
                ? $"{place}, for this machine alone"
                : $"{place}, without a password: whoever is in that network reads what was sold and not yet sent");
    }
}
