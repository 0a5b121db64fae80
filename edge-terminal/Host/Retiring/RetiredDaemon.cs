using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// What a terminal is that was revoked or whose keys are wiped: its display says so, its lines are safe, a gate still
/// opens for a fire, and it is taken apart. It sells nothing, and asks for no card.
/// </summary>
internal sealed class RetiredDaemon(
    HostConfiguration configuration,
    IBoard board,
    ILoggerFactory loggers,
    TimeProvider time,
    ServiceManager manager,
    Func<string, IStorage> storageOf)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>Runs until told to stop.</summary>
    /// <param name="why">For people; null: it has begun before.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <returns>The program's exit code.</returns>
    public async Task<int> RunAsync(string? why, CancellationToken stop)
    {
        using var lines = SafeLines.Open(board, Outputs.Of(configuration).Select(output => output.Line));
        using var devices = StationDevices.Open(configuration, board, lines, time);
        await using var front = Panels.Listen(configuration.Panel);
        using var panel = Panels.Worker(configuration, front, board, time, _ => { });
        panel?.Start();
        panel?.Show(new GuestScreen.OutOfService(Reason.OutOfService));
        manager.Ready();
        manager.Say("serves nobody any more: revoked, or its keys are wiped");
        var retiring = new Retirement(configuration, storageOf, time, loggers.CreateLogger<Retirement>())
            .RunAsync(why, stop);
        var watchdog = new Watchdog(manager, time);
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            do
                watchdog.Feed();
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            manager.Stopping();
        }
        await retiring;
        return ExitCode.Good;
    }
}
