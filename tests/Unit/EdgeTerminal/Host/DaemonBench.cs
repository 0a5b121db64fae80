using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>A real daemon in this process, without a broker: a folder to stand on, and its enrolment.</summary>
internal sealed class DaemonBench : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Site site = new();

    /// <summary>Where it remembers.</summary>
    public string State => folder.In("state");

    /// <summary>The file from the ledger.</summary>
    public string EnrolmentFile => folder.In("enrolment.jws");

    /// <summary>Makes its key, and enrols it.</summary>
    public Task EnrolAsync(CancellationToken cancellation) =>
        site.EnrolAsync(State, EnrolmentFile, TerminalLimits.Default, cancellation);

    /// <summary>A reader on I2C, neither broker nor display, and nothing in the log.</summary>
    public HostConfiguration Configuration(string profile, StationSettings station) => new(
        State,
        EnrolmentFile,
        Language.En,
        "€",
        new BrokerSettings("nowhere", 1, null, null, TimeSpan.FromSeconds(30)),
        new ClosedBroker(),
        CardCaches.Default,
        new ReaderSettings("", 115_200) { Link = ReaderBus.I2c },
        new HardwareSettings(Boards.Kernel, 0),
        new PanelSettings(PanelDriver.None),
        Profiles.All.Single(row => row.Name == profile),
        station,
        TimeSpan.FromDays(35),
        new LogSettings(LogLevel.None, null))
    {
        Cards = CardSettings.None,
    };

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="configuration">As <see cref="Configuration"/>.</param>
    /// <param name="board">What it is wired to.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <param name="storageOf">Of a folder; null: the disk's.</param>
    public static async Task<int> RunAsync(
        HostConfiguration configuration,
        IBoard board,
        TimeProvider time,
        CancellationToken stop,
        Func<string, IStorage>? storageOf = null)
    {
        await using var log = new DaemonLog(configuration.Log);
        using var reload = new Reload(
            configuration,
            (out HostConfiguration? next) =>
            {
                next = null;
                return [];
            },
            ServiceManager.None,
            time,
            NullLogger<Reload>.Instance);
        var daemon = new Daemon(configuration, board, log, time, ServiceManager.None, reload)
        {
            StorageOf = storageOf ?? (path => new FolderStorage(path)),
        };
        return await daemon.RunAsync(stop);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    private sealed class ClosedBroker : IMqttClient
    {
        public string Name => "closed";

        public Task<MqttConnectResult> ConnectAsync(MqttOptions options, CancellationToken cancellation) =>
            Task.FromResult<MqttConnectResult>(new MqttConnectResult.Failed(new MqttFault.Unreachable("closed")));
    }
}
