using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeTerminal.Host;

/// <summary>
/// The service manager that has started us: systemd, told how we are by sd_notify(3), one datagram each. Where there is
/// none, nothing is said. It is never waited for: what its socket does not take at once is dropped.
/// </summary>
internal sealed partial class ServiceManager : IDisposable
{
    private const string AddressName = "NOTIFY_SOCKET";
    private const string WatchdogName = "WATCHDOG_USEC";
    private const string WatchdogProcessName = "WATCHDOG_PID";

    private readonly ILogger logger;
    private readonly Socket? socket;
    private readonly UnixDomainSocketEndPoint? address;
    private bool hasComplained;
    private volatile bool isStopping;

    /// <param name="environment">Finds variables by name: what the manager has given us.</param>
    /// <param name="process">Our own number: a watchdog may be meant for another process.</param>
    /// <param name="logger">Told once when it cannot be reached.</param>
    public ServiceManager(Func<string, string?> environment, int process, ILogger<ServiceManager> logger)
    {
        this.logger = logger;
        var given = environment(AddressName);
        // "@" stands for the zero byte of an abstract socket; other kinds (vsock) are for virtual machines.
        if (given is not ['/' or '@', _, ..])
            return;
        address = new UnixDomainSocketEndPoint(given[0] == '@' ? '\0' + given[1..] : given);
        socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        var isOurs = environment(WatchdogProcessName) is not { Length: > 0 } meant ||
            meant == process.ToString(CultureInfo.InvariantCulture);
        if (isOurs && long.TryParse(
                environment(WatchdogName), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0)
            WatchdogLimit = TimeSpan.FromMicroseconds(limit);
    }

    /// <summary>None: nothing is said.</summary>
    public static ServiceManager None { get; } = new(_ => null, 0, NullLogger<ServiceManager>.Instance);

    /// <summary>It kills us after so long without <see cref="Alive"/>; null: it does not watch us.</summary>
    public TimeSpan? WatchdogLimit { get; }

    /// <summary>Somebody listens.</summary>
    public bool IsThere => socket is not null;

    /// <summary>What we do now, in one line.</summary>
    public void Say(string status) => Send($"STATUS={status.ReplaceLineEndings(" ")}");

    /// <summary>The start, or the reload, is complete. Nothing is said of it once we stop.</summary>
    public void Ready()
    {
        if (!isStopping)
            Send("READY=1");
    }

    /// <summary>The configuration is being read again; <see cref="Ready"/> ends it.</summary>
    /// <param name="time">Whose timestamps are CLOCK_MONOTONIC: the manager wants to know which order it was.</param>
    public void Reloading(TimeProvider time)
    {
        if (!isStopping)
            Send(string.Create(
                CultureInfo.InvariantCulture,
                $"RELOADING=1\nMONOTONIC_USEC={(long)time.GetElapsedTime(0).TotalMicroseconds}"));
    }

    /// <summary>We have begun to stop; said once.</summary>
    public void Stopping()
    {
        if (!isStopping)
            Send("STOPPING=1");
        isStopping = true;
    }

    /// <summary>The loop has come round.</summary>
    public void Alive() => Send("WATCHDOG=1");

    public void Dispose() => socket?.Dispose();

    private void Send(string datagram)
    {
        try
        {
            socket?.SendTo(Encoding.UTF8.GetBytes(datagram), address!);
        }
        catch (SocketException failure)
        {
            if (!hasComplained)
                LogUnreachable(logger, failure.Message);
            hasComplained = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The service manager that NOTIFY_SOCKET names cannot be told: {Why}.")]
    private static partial void LogUnreachable(ILogger logger, string why);
}
