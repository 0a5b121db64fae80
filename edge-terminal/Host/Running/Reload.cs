using System.Runtime.InteropServices;
using System.Threading.Channels;
using CloudBridge.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>Reads the configuration again.</summary>
/// <param name="configuration">Null when there are errors.</param>
/// <returns>Everything that is wrong with it.</returns>
internal delegate IReadOnlyList<ConfigurationError> ReadAgain(out HostConfiguration? configuration);

/// <summary>
/// SIGHUP: the configuration is read again. What the terminal sells and says changes between two guests; what it stands
/// on (state, broker, devices) needs a restart, and the log says so. A file with an error changes nothing.
/// </summary>
internal sealed partial class Reload : IDisposable
{
    /// <summary>Whoever ordered it waits no longer than this for a guest who is being served.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<byte> orders = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly PosixSignalRegistration hangUp;
    private readonly ReadAgain read;
    private readonly ServiceManager manager;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private HostConfiguration inForce;

    /// <param name="running">What the daemon was started with.</param>
    /// <param name="read">Reads it again.</param>
    /// <param name="manager">Told of it.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Told of every error.</param>
    public Reload(
        HostConfiguration running, ReadAgain read, ServiceManager manager, TimeProvider time, ILogger<Reload> logger)
    {
        (inForce, this.read, this.manager, this.time, this.logger) = (running, read, manager, time, logger);
        hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Order();
        });
    }

    /// <summary>Several orders in a row are one.</summary>
    public void Order() => orders.Writer.TryWrite(0);

    /// <summary>Carries out orders until stopped.</summary>
    /// <param name="limits">Of the enrolment.</param>
    /// <param name="apply">Completes when the new configuration is in force.</param>
    /// <param name="stop">The daemon is to stop.</param>
    public async Task RunAsync(
        TerminalLimits limits, Func<HostConfiguration, Task> apply, CancellationToken stop)
    {
        try
        {
            await foreach (var _ in orders.Reader.ReadAllAsync(stop))
            {
                manager.Reloading(time);
                await ReadAsync(limits, apply, stop);
                manager.Ready();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    public void Dispose() => hangUp.Dispose();

    private async Task ReadAsync(
        TerminalLimits limits, Func<HostConfiguration, Task> apply, CancellationToken stop)
    {
        var errors = read(out var next);
        if (next is not null)
            errors = [.. ReloadRules.Errors(inForce, next), .. AllowanceRules.Errors(next.Station.Setup, limits)];
        foreach (var error in errors)
            LogError(logger, error.ToString());
        if (next is null || errors.Count > 0)
        {
            LogKept(logger);
            return;
        }
        foreach (var key in ReloadRules.NeedRestart(inForce, next))
            LogRestartNeeded(logger, key);
        inForce = ReloadRules.Merge(inForce, next);
        var applied = apply(inForce);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (await Task.WhenAny(applied, Task.Delay(Patience, time, enough.Token)) == applied)
            LogInForce(logger);
        else
            LogWaiting(logger);
        await enough.CancelAsync();
    }

    [LoggerMessage(LogLevel.Error, "The new configuration: {Error}")]
    private static partial void LogError(ILogger logger, string error);

    [LoggerMessage(LogLevel.Error, "The new configuration is not taken; the old one goes on.")]
    private static partial void LogKept(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "Restart needed for {Key}: it stays as it was until then.")]
    private static partial void LogRestartNeeded(ILogger logger, string key);

    [LoggerMessage(LogLevel.Information, "The new configuration is in force.")]
    private static partial void LogInForce(ILogger logger);

    [LoggerMessage(LogLevel.Information, "The new configuration comes into force after this guest.")]
    private static partial void LogWaiting(ILogger logger);
}
