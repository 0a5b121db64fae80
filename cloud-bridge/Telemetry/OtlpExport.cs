using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CloudBridge.Telemetry;

/// <summary>
/// Sends a program's metrics and traces to a collector, by OTLP over HTTP with protobuf. Whatever becomes of that, the
/// program goes on as without: what cannot be sent is given up, and the log says so. How often, which traces and with
/// which headers is said by OpenTelemetry's own environment variables.
/// </summary>
public sealed partial class OtlpExport : IDisposable
{
    /// <summary>A collector that does not answer must not hold up a stop.</summary>
    private const int LastWordMilliseconds = 1_000;

    private const int PatienceMilliseconds = 5_000;

    private readonly MeterProvider metrics;
    private readonly TracerProvider traces;
    private readonly ExportTroubles troubles;

    private OtlpExport(MeterProvider metrics, TracerProvider traces, ExportTroubles troubles) =>
        (this.metrics, this.traces, this.troubles) = (metrics, traces, troubles);

    /// <summary>Begins to send.</summary>
    /// <param name="settings">Where to.</param>
    /// <param name="program">What sends.</param>
    /// <param name="meter">What it counts.</param>
    /// <param name="spans">What it says of records.</param>
    /// <param name="time">Clocks.</param>
    /// <param name="logger">Told where it goes, and when it does not arrive.</param>
    public static OtlpExport Start(
        OtlpSettings settings,
        OtlpProgram program,
        Meter meter,
        RecordTraces spans,
        TimeProvider time,
        ILogger<OtlpExport> logger)
    {
        var troubles = new ExportTroubles(settings, time, logger);
        var resource = ResourceBuilder.CreateDefault()
            .AddService(program.Name, program.Site, program.Version, serviceInstanceId: program.Instance);
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(meter.Name)
            .AddOtlpExporter(options => Set(options, settings.Of("metrics")))
            .Build();
        var traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(spans.Source.Name)
            .AddOtlpExporter(options => Set(options, settings.Of("traces")))
            .Build();
        Log.Sends(logger, settings.Collector);
        return new OtlpExport(metrics, traces, troubles);
    }

    /// <summary>Sends what there is still to be sent, if that is soon done.</summary>
    public void Dispose()
    {
        traces.Shutdown(LastWordMilliseconds);
        metrics.Shutdown(LastWordMilliseconds);
        traces.Dispose();
        metrics.Dispose();
        troubles.Dispose();
    }

    private static void Set(OtlpExporterOptions options, Uri place) =>
        (options.Endpoint, options.Protocol, options.TimeoutMilliseconds) =
        (place, OtlpExportProtocol.HttpProtobuf, PatienceMilliseconds);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Metrics and traces go to {Collector}.")]
        public static partial void Sends(ILogger logger, Uri collector);
    }
}
