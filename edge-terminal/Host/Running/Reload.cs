using System.Runtime.InteropServices;
using System.Threading.Channels;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>Reads the configuration again.</summary>
/// <param name="configuration">Null when there are errors.</param>
/// <returns>Everything that is wrong with it.</returns>
internal delegate IReadOnlyList<ConfigurationError> ReadAgain(out HostConfiguration? configuration);

/// <summary>
/// SIGHUP: the configuration is read again. What the terminal sells and says changes between two guests; what it stands
/// on (state, broker, devices) needs a restart, and the log says so. A file with an error changes nothing. So it is
/// with what the ledger sends, which is laid over the file as it was read last.
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
    private HostConfiguration local;
    private SentConfigStore? sent;
    private int isFileWanted;
    private Input.CommandHeard? commanded;

    /// <param name="running">What the daemon was started with.</param>
    /// <param name="read">Reads it again.</param>
    /// <param name="manager">Told of it.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="logger">Told of every error.</param>
    public Reload(
        HostConfiguration running, ReadAgain read, ServiceManager manager, TimeProvider time, ILogger<Reload> logger)
    {
        (inForce, local) = (running, running);
        (this.read, this.manager, this.time, this.logger) = (read, manager, time, logger);
        hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Order();
        });
    }

    /// <summary>
    /// Why cards cannot be proved with what the ledger sent, null for nothing; null: they can. Any thread.
    /// </summary>
    public Func<CardSettings, KeptConfig?, string?> CardKeysFlaw { get; set; } = (_, _) => null;

    /// <summary>Reads the terminal's own card keys again; says why those before go on, or null.</summary>
    public Func<string?> RereadCardKeys { get; set; } = () => null;

    /// <summary>Several orders in a row are one.</summary>
    public void Order()
    {
        Volatile.Write(ref isFileWanted, 1);
        orders.Writer.TryWrite(0);
    }

    /// <summary>The ledger orders it, and wants to know what came of it.</summary>
    public void Order(Input.CommandHeard command)
    {
        Volatile.Write(ref commanded, command);
        Order();
    }

    /// <summary>What the ledger sent has changed; the file is left as it was read.</summary>
    public void OrderSent() => orders.Writer.TryWrite(0);

    /// <summary>From now on what the ledger sends is laid over the file.</summary>
    /// <param name="running">What is in force, with what it sent before.</param>
    /// <param name="store">Where that is; it takes nothing that this terminal cannot follow.</param>
    /// <param name="enrolled">The limits of the enrolment.</param>
    public void Follow(HostConfiguration running, SentConfigStore store, TerminalLimits enrolled)
    {
        (inForce, sent) = (running, store);
        store.ProvesCards = () => !Volatile.Read(ref local).Cards.Configured.IsEmpty;
        store.Judge = offered =>
        {
            var errors = ErrorsOf(Volatile.Read(ref local), offered, enrolled, out _);
            return errors.Count == 0 ? null : string.Join("; ", errors);
        };
    }

    /// <summary>Carries out orders until stopped.</summary>
    /// <param name="limits">Of the enrolment.</param>
    /// <param name="apply">Completes when the new configuration is in force.</param>
    /// <param name="answer">Is given the command that ordered it, with what came of it.</param>
    /// <param name="stop">The daemon is to stop.</param>
    public async Task RunAsync(
        TerminalLimits limits,
        Func<HostConfiguration, Task> apply,
        Func<Input.CommandHeard, ValueTask> answer,
        CancellationToken stop)
    {
        try
        {
            await foreach (var _ in orders.Reader.ReadAllAsync(stop))
            {
                var isOfFile = Interlocked.Exchange(ref isFileWanted, 0) == 1;
                var of = isOfFile ? Interlocked.Exchange(ref commanded, null) : null;
                if (isOfFile)
                    manager.Reloading(time);
                var cameTo = await TakeAsync(isOfFile, limits, apply, stop);
                if (isOfFile)
                    manager.Ready();
                if (of is not null)
                    await answer(of with { CameTo = cameTo });
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    public void Dispose() => hangUp.Dispose();

    /// <returns>What came of it, for people.</returns>
    private async Task<string> TakeAsync(
        bool isOfFile, TerminalLimits limits, Func<HostConfiguration, Task> apply, CancellationToken stop)
    {
        var written = local;
        IReadOnlyList<string> errors = [];
        IReadOnlyList<string> needRestart = [];
        string? keysKept = null;
        if (isOfFile)
        {
            keysKept = RereadCardKeys();
            errors = [.. read(out var file).Select(error => error.ToString())];
            needRestart = file is null ? [] : [.. ReloadRules.NeedRestart(inForce, file)];
            // Of a station of another kind nothing can be taken over: what is sold and sent here is of the one before.
            written = file is null || file.Profile == inForce.Profile ? file : local;
        }
        HostConfiguration? next = null;
        var offered = sent?.Current;
        if (written is not null)
            errors = ErrorsOf(written, offered, limits, out next);
        if (written is not null && offered is not null)
            Note(offered, errors, next);
        foreach (var error in errors)
            LogError(logger, error);
        if (next is null || errors.Count > 0)
        {
            LogKept(logger);
            return $"not taken, the one before goes on: {string.Join("; ", errors)}";
        }
        if (next.PricesUnfit is { } ofPrices)
            LogPricesKept(logger, ofPrices);
        if (next.CardKeysUnfit is { } ofCardKeys)
            LogSentKeysKept(logger, ofCardKeys);
        if (keysKept is not null)
            LogOwnKeysKept(logger, keysKept);
        foreach (var key in needRestart)
            LogRestartNeeded(logger, key);
        Volatile.Write(ref local, written!);
        Volatile.Write(ref inForce, ReloadRules.Merge(inForce, next));
        var applied = apply(inForce);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var isInForce = await Task.WhenAny(applied, Task.Delay(Patience, time, enough.Token)) == applied;
        if (isInForce)
            LogInForce(logger);
        else
            LogWaiting(logger);
        await enough.CancelAsync();
        return string.Join("; ", (string[])
        [
            isInForce ? "in force" : "it comes into force after this guest",
            .. next.PricesUnfit is { } unfit ? [$"the ledger's prices are not taken: {unfit}"] : Array.Empty<string>(),
            .. next.CardKeysUnfit is { } why ? [$"the ledger's card keys are not taken: {why}"] : Array.Empty<string>(),
            .. keysKept is not null ? [$"the file of card keys is not taken: {keysKept}"] : Array.Empty<string>(),
            .. needRestart.Select(key => $"{key} needs a restart"),
        ]);
    }

    /// <summary>What is in force already is not said again: something later may have been refused since.</summary>
    private void Note(KeptConfig offered, IReadOnlyList<string> errors, HostConfiguration? next)
    {
        var isOther = offered.Sent.Version != inForce.Sent?.Sent.Version;
        if (errors.Count > 0 && isOther)
            sent!.Refuse(offered.Sent.Version, string.Join("; ", errors));
        else if (errors.Count == 0 && (isOther ||
            (next!.PricesUnfit, next.CardKeysUnfit) != (inForce.PricesUnfit, inForce.CardKeysUnfit)))
            sent!.Follow(offered, next!.PricesUnfit, next.CardKeysUnfit);
    }

    /// <summary>What is wrong with a file and what the ledger sent together, for a terminal that runs.</summary>
    private IReadOnlyList<string> ErrorsOf(
        HostConfiguration written, KeptConfig? offered, TerminalLimits enrolled, out HostConfiguration? next)
    {
        var running = Volatile.Read(ref inForce);
        var errors = SentOverlay.Over(
            written,
            offered,
            enrolled,
            out next,
            sent => CardKeysFlaw(running.Cards.Over(sent.CardKeyNames ?? []), sent));
        // It has started without them, and waits for those that the ledger sends.
        if (offered is null && sent is not { IsLost: true } && CardKeysFlaw(running.Cards, null) is { } lacks)
        {
            next = null;
            return [.. errors, lacks];
        }
        return next is null ? errors : [.. ReloadRules.Errors(running, next).Select(error => error.ToString())];
    }

    [LoggerMessage(LogLevel.Error, "The new configuration: {Error}")]
    private static partial void LogError(ILogger logger, string error);

    [LoggerMessage(LogLevel.Error, "The new configuration is not taken; the old one goes on.")]
    private static partial void LogKept(ILogger logger);

    [LoggerMessage(LogLevel.Error, "The ledger's prices are not taken, those before go on: {Why}")]
    private static partial void LogPricesKept(ILogger logger, string why);

    [LoggerMessage(LogLevel.Error, "The ledger's card keys are not taken, those before go on: {Why}")]
    private static partial void LogSentKeysKept(ILogger logger, string why);

    [LoggerMessage(LogLevel.Error, "The file of card keys is not taken, its keys before go on: {Why}")]
    private static partial void LogOwnKeysKept(ILogger logger, string why);

    [LoggerMessage(LogLevel.Warning, "Restart needed for {Key}: it stays as it was until then.")]
    private static partial void LogRestartNeeded(ILogger logger, string key);

    [LoggerMessage(LogLevel.Information, "The new configuration is in force.")]
    private static partial void LogInForce(ILogger logger);

    [LoggerMessage(LogLevel.Information, "The new configuration comes into force after this guest.")]
    private static partial void LogWaiting(ILogger logger);
}
