using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Telemetry;

/// <summary>
/// The exporter says its troubles to whoever listens to its events: the log hears of them once an hour.
/// </summary>
internal sealed partial class ExportTroubles(OtlpSettings settings, TimeProvider time, ILogger logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private long? said;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != Exporter || eventData.Level > EventLevel.Warning)
            return;
        lock (gate)
        {
            if (said is { } last && time.GetElapsedTime(last) < Quiet)
                return;
            said = time.GetTimestamp();
        }
        LogTrouble(logger, settings.Collector, eventData.EventName ?? "unknown");
    }

    [LoggerMessage(
        LogLevel.Warning,
        "What is sent to {Collector} does not arrive ({Trouble}): metrics and traces of that time are lost. This is " +
        "said once an hour at most; all else goes on.")]
    private static partial void LogTrouble(ILogger logger, Uri collector, string trouble);
}
