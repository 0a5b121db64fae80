using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CloudBridge.Contract;
using CloudBridge.Metrics;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>How a ledger that runs is watched from outside: numbers, and whether it works.</summary>
internal sealed partial class LedgerWatch : IAsyncDisposable
{
    /// <summary>Longer than a database lets one hang that holds up the others.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(90);

    private readonly MetricsReader reader;
    private readonly WatchPages pages;
    private readonly WatchEndpoint endpoint;

    private LedgerWatch(MetricsReader reader, WatchPages pages, WatchEndpoint endpoint) =>
        (this.reader, this.pages, this.endpoint) = (reader, pages, endpoint);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address => endpoint.Address;

    /// <summary>Begins to answer.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="meter">What is counted; listened to from now on.</param>
    /// <param name="site">Whose ledger it is.</param>
    /// <param name="logic">What decides.</param>
    /// <param name="service">The one that serves terminals.</param>
    /// <param name="time">Clocks.</param>
    /// <param name="logger">Told where it listens.</param>
    /// <exception cref="LedgerStoreException">It cannot listen there.</exception>
    public static LedgerWatch Start(
        WatchSettings settings,
        LedgerMeter meter,
        SiteId site,
        LedgerLogic logic,
        LedgerService service,
        TimeProvider time,
        ILogger<LedgerWatch> logger)
    {
        var reader = new MetricsReader(meter.Meter);
        meter.Begin();
        LedgerGauges.AddTo(meter.Meter, site, logic, service, time);
        var pages = new WatchPages(reader, () => WhyNotAlive(service), () => WhyNotReady(service));
        try
        {
            var endpoint = WatchEndpoint.Listen(settings, pages.AnswerAsync, time, logger);
            Log.Serves(logger, endpoint.Address.ToString());
            return new LedgerWatch(reader, pages, endpoint);
        }
        catch (SocketException error)
        {
            pages.Dispose();
            reader.Dispose();
            throw new LedgerStoreException(
                $"--watch: nobody can be answered at {settings.Address} port {settings.Port}: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await endpoint.DisposeAsync();
        pages.Dispose();
        reader.Dispose();
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
