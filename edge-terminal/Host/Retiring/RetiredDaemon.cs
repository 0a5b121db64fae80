using CloudBridge.Contract;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Lines;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// What a terminal is that was revoked or whose keys are wiped: its display says so, its valves are shut, a way in is
/// locked and opens for a fire, a way out stands open, and it is taken apart. It sells nothing, and asks for no card.
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

    private readonly Lock gate = new();
    private PanelWorker? panel;
    private bool isFire;

    /// <summary>Whoever is inside must get out, and no card can be read.</summary>
    private bool IsWayOut => configuration.Station.Setup is GateSetup { IsWayOut: true };

    /// <summary>Runs until told to stop.</summary>
    /// <param name="why">For people; null: it has begun before.</param>
    /// <param name="stop">Asks it to stop.</param>
    /// <returns>The program's exit code.</returns>
    public async Task<int> RunAsync(string? why, CancellationToken stop)
    {
        using var lines = SafeLines.Open(board, Outputs.Of(configuration).Select(output => output.Line));
        using var devices = StationDevices.Open(configuration, board, lines, time);
        devices.Start(Remembered.Nothing, new NobodyDecides(burns => Burn(devices, burns)));
        if (IsWayOut)
            devices.Do(new Effect.OpenTurnstile());
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
        using var worker = Panels.Worker(configuration, front, board, time, _ => { });
        worker?.Start();
        lock (gate)
        {
            panel = worker;
            Show();
        }
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
        finally
        {
            lock (gate)
                panel = null;
        }
    }

    /// <summary>There is no loop any more: a fire that is over locks a way in here.</summary>
    private void Burn(IStationDevices devices, bool burns)
    {
        if (!burns && !IsWayOut)
            devices.Do(new Effect.LockTurnstile());
        lock (gate)
        {
            isFire = burns;
            Show();
        }
    }

    private void Show() => panel?.Show(
        isFire || IsWayOut
            ? new GuestScreen.StandsOpen(isFire)
            : new GuestScreen.OutOfService(Reason.OutOfService));

    /// <summary>Nothing counts but a fire.</summary>
    private sealed class NobodyDecides(Action<bool> burn) : IInbox
    {
        public bool Offer(LoopInput input) => true;

        public void Post(LoopInput input)
        {
            if (input is LoopInput.Core { Input: Input.FireBegan or Input.FireEnded } fire)
                burn(fire.Input is Input.FireBegan);
        }
    }
}
