using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CloudBridge.Metrics;
using CloudBridge.Telemetry;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>How a ledger that runs is watched from outside: numbers, and whether it works.</summary>
internal sealed partial class LedgerWatch : IAsyncDisposable
{
    /// <summary>Longer than a database lets one hang that holds up the others.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(90);

    private readonly OtlpExport? export;
    private readonly MetricsReader? reader;
    private WatchPages? pages;
    private WatchEndpoint? endpoint;

    private LedgerWatch(OtlpExport? export, MetricsReader? reader) => (this.export, this.reader) = (export, reader);

    /// <summary>Where it listens; null: nowhere.</summary>
    public IPEndPoint? Address => endpoint?.Address;

    /// <summary>Begins to answer who asks, and to tell who wants to be told.</summary>
    /// <param name="plan">Where.</param>
    /// <param name="logic">What decides; its meter is listened to from now on.</param>
    /// <param name="service">The one that serves terminals.</param>
    /// <param name="time">Clocks.</param>
    /// <param name="loggers">Told where it listens.</param>
    /// <exception cref="LedgerStoreException">It cannot listen there.</exception>
    public static LedgerWatch Start(
        WatchPlan plan, LedgerLogic logic, LedgerService service, TimeProvider time, ILoggerFactory loggers)
    {
        var meter = logic.Meter ?? throw new InvalidOperationException("Whoever is watched counts.");
        var watch = new LedgerWatch(
            plan.Otlp is null ? null : Send(plan, plan.Otlp, meter, time, loggers),
            plan.Pages is null ? null : new MetricsReader(meter.Meter));
        meter.Begin();
        LedgerGauges.AddTo(meter.Meter, plan.Site, logic, service, time);
        if (plan.Pages is not { } settings)
            return watch;
        try
        {
            watch.Listen(settings, service, time, loggers.CreateLogger<LedgerWatch>());
            return watch;
        }
        catch (SocketException error)
        {
            watch.End();
            throw new LedgerStoreException(
                $"--watch: nobody can be answered at {settings.Address} port {settings.Port}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (endpoint is not null)
            await endpoint.DisposeAsync();
        End();
    }

    private void End()
    {
        pages?.Dispose();
        reader?.Dispose();
        export?.Dispose();
    }

    private static OtlpExport Send(
        WatchPlan plan, OtlpSettings otlp, LedgerMeter meter, TimeProvider time, ILoggerFactory loggers) =>
        OtlpExport.Start(
            otlp,
            OtlpProgram.Of<LedgerWatch>("edge-terminal-ledger", plan.Site.ToString(), plan.Worker ?? "ledger"),
            meter.Meter,
            (meter.Traces ?? throw new InvalidOperationException("Whoever is told has traces.")).Records,
            time,
            loggers.CreateLogger<OtlpExport>());

    private void Listen(WatchSettings settings, LedgerService service, TimeProvider time, ILogger<LedgerWatch> logger)
    {
        pages = new WatchPages(reader!, () => WhyNotAlive(service), () => WhyNotReady(service));
        endpoint = WatchEndpoint.Listen(settings, pages.AnswerAsync, time, logger);
        Log.Serves(logger, endpoint.Address.ToString());
    }

    private static string? WhyNotAlive(LedgerService service) =>
        service.BusyFor is { } busy && busy > LongestTurn
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the loop hangs: it has been at what came for {(long)busy.TotalSeconds} s")
            : null;

    private static string? WhyNotReady(LedgerService service) =>
        WhyNotAlive(service) ?? (service.IsConnected ? null : "no connection to the broker: terminals are not heard");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Whoever watches is answered at http://{Address}/metrics.")]
        public static partial void Serves(ILogger logger, string address);
    }
}
