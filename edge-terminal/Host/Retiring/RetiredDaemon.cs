using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// What a terminal is that was revoked or whose keys are wiped: its display says so, its valves are shut, a gate is
/// locked and opens for a fire, and it is taken apart. It sells nothing, and asks for no card.
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
        devices.Start(Remembered.Nothing, new NobodyDecides(devices));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Before a display: keys do not stay because there is none.
        var retiring = new Retirement(configuration, storageOf, time, loggers.CreateLogger<Retirement>())
            .RunAsync(why, ended.Token);
        try
        {
            await ShowAsync(retiring, stop);
        }
        finally
        {
            await ended.CancelAsync();
            await retiring;
        }
        return ExitCode.Good;
    }

    private async Task ShowAsync(Task retiring, CancellationToken stop)
    {
        await using var front = Panels.Listen(configuration.Panel);
        using var panel = Panels.Worker(configuration, front, board, time, _ => { });
        panel?.Start();
        panel?.Show(new GuestScreen.OutOfService(Reason.OutOfService));
        manager.Ready();
        manager.Say("serves nobody any more: revoked, or its keys are wiped");
        var watchdog = new Watchdog(manager, time);
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            // A program that is wrong ends whole, and is started again, rather than leave keys where they are.
            do
                watchdog.Feed();
            while (await timer.WaitForNextTickAsync(stop) && !retiring.IsFaulted);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            manager.Stopping();
        }
    }

    /// <summary>There is no loop any more: a fire that is over locks the gate here, and nothing else counts.</summary>
    private sealed class NobodyDecides(IStationDevices devices) : IInbox
    {
        public bool Offer(LoopInput input) => true;

        public void Post(LoopInput input)
        {
            if (input is LoopInput.Core { Input: Input.FireEnded })
                devices.Do(new Effect.LockTurnstile());
        }
    }
}
