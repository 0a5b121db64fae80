using System.Net.Sockets;
using CloudBridge.Metrics;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using CloudBridge.Telemetry;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// How the daemon is watched from outside, where the configuration asks for it: numbers for Prometheus, and whether it
/// works, in words; numbers and traces for a collector. Otherwise nobody listens, nothing is timed, and no port is
/// open.
/// </summary>
internal sealed partial class Watch : IDisposable
{
    private readonly WatchSettings? settings;
    private readonly OtlpSettings? otlp;
    private readonly TimeProvider time;
    private readonly ILoggerFactory loggers;
    private readonly ILogger logger;
    private readonly MetricsReader? reader;
    private WatchPages? pages;
    private OtlpExport? export;

    /// <param name="settings">Null: nobody asks.</param>
    /// <param name="otlp">Null: nobody is told.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="loggers">Told where it listens, or why not.</param>
    public Watch(WatchSettings? settings, OtlpSettings? otlp, TimeProvider time, ILoggerFactory loggers)
    {
        (this.settings, this.otlp, this.time, this.loggers) = (settings, otlp, time, loggers);
        logger = loggers.CreateLogger<Watch>();
        if (settings is null && otlp is null)
            return;
        Meter = new TerminalMeter();
        if (settings is not null)
            reader = new MetricsReader(Meter.Meter);
        if (otlp is not null)
            Traces = new TerminalTraces(time);
    }

    /// <summary>What is counted; null: nothing is.</summary>
    public TerminalMeter? Meter { get; }

    /// <summary>What is said of records; null: nothing is.</summary>
    public TerminalTraces? Traces { get; }

    /// <summary>The folder, timed where somebody wants to know.</summary>
    public IStorage Timed(IStorage storage) =>
        Meter is null ? storage : new MeasuredStorage(storage, Meter, Traces, time);

    /// <summary>Gives pages of this terminal until it is disposed of. A port that is taken stops no sale.</summary>
    /// <returns>Null: nowhere.</returns>
    public WatchEndpoint? Serve(WatchedTerminal terminal, StatusIdentity identity)
    {
        if (Meter is null)
            return null;
        TerminalGauges.AddTo(Meter.Meter, terminal);
        export = Send(Meter, identity);
        if (settings is null || reader is null)
            return null;
        pages = new WatchPages(reader, () => terminal.WhyNotAlive, () => terminal.WhyNotReady);
        try
        {
            var endpoint = WatchEndpoint.Listen(settings, pages.AnswerAsync, time, logger);
            LogServing(logger, endpoint.Address.ToString());
            return endpoint;
        }
        catch (SocketException error)
        {
            LogNotServing(logger, settings.Address.ToString(), settings.Port, error.Message);
            return null;
        }
    }

    public void Dispose()
    {
        export?.Dispose();
        Traces?.Dispose();
        reader?.Dispose();
        Meter?.Dispose();
        pages?.Dispose();
    }

    /// <summary>The exporter and all that it needs are loaded here, and nowhere without.</summary>
    private OtlpExport? Send(TerminalMeter meter, StatusIdentity identity) => otlp is null || Traces is null
        ? null
        : OtlpExport.Start(
            otlp,
            OtlpProgram.Of<Watch>("edge-terminal", identity.Site.ToString(), identity.Terminal.ToString()),
            meter.Meter,
            Traces.Records,
            time,
            loggers.CreateLogger<OtlpExport>());

    [LoggerMessage(LogLevel.Information, "Whoever watches is answered at http://{Address}/metrics.")]
    private static partial void LogServing(ILogger logger, string address);

    [LoggerMessage(LogLevel.Warning, "Nobody can watch at {Address} port {Port}: {Detail}. It sells meanwhile.")]
    private static partial void LogNotServing(ILogger logger, string address, int port, string detail);
}
