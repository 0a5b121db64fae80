using System.Net.Sockets;
using CloudBridge.Metrics;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// How the daemon is watched from outside, where the configuration asks for it: numbers for Prometheus, and whether it
/// works, in words. Otherwise nobody listens, nothing is timed, and no port is open.
/// </summary>
internal sealed partial class Watch : IDisposable
{
    private readonly WatchSettings? settings;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly MetricsReader? reader;
    private WatchPages? pages;

    /// <param name="settings">Null: nobody watches.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Told where it listens, or why not.</param>
    public Watch(WatchSettings? settings, TimeProvider time, ILogger<Watch> logger)
    {
        (this.settings, this.time, this.logger) = (settings, time, logger);
        if (settings is null)
            return;
        Meter = new TerminalMeter();
        reader = new MetricsReader(Meter.Meter);
    }

    /// <summary>What is counted; null: nothing is.</summary>
    public TerminalMeter? Meter { get; }

    /// <summary>The folder, timed where somebody wants to know.</summary>
    public IStorage Timed(IStorage storage) => Meter is null ? storage : new MeasuredStorage(storage, Meter, time);

    /// <summary>Gives pages of this terminal until it is disposed of. A port that is taken stops no sale.</summary>
    /// <returns>Null: nowhere.</returns>
    public WatchEndpoint? Serve(WatchedTerminal terminal)
    {
        if (settings is null || Meter is null || reader is null)
            return null;
        TerminalGauges.AddTo(Meter.Meter, terminal);
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
        reader?.Dispose();
        Meter?.Dispose();
        pages?.Dispose();
    }

    [LoggerMessage(LogLevel.Information, "Whoever watches is answered at http://{Address}/metrics.")]
    private static partial void LogServing(ILogger logger, string address);

    [LoggerMessage(LogLevel.Warning, "Nobody can watch at {Address} port {Port}: {Detail}. It sells meanwhile.")]
    private static partial void LogNotServing(ILogger logger, string address, int port, string detail);
}
