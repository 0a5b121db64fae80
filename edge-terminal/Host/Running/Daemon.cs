using System.Collections.Immutable;
using System.Reflection;
using CloudBridge.Relay;
using CloudBridge.Storage;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Display;
using HardwareDrivers.Lines;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>Puts the daemon together, runs it, and takes it apart in the other order.</summary>
internal sealed partial class Daemon(
    HostConfiguration configuration,
    IBoard board,
    DaemonLog log,
    TimeProvider time,
    ServiceManager manager,
    Reload reload)
{
    /// <summary>Nobody is asked for a card before the reader knows what lies there, or is lost.</summary>
    private static readonly TimeSpan FirstLookPatience = TimeSpan.FromSeconds(5);

    private readonly ILoggerFactory loggers = log.Loggers;
    private readonly ILogger logger = log.Loggers.CreateLogger<Daemon>();
    private TerminalLoop loop = null!;
    private SafeLines outputs = null!;
    private CardKeys cardKeys = CardKeys.None;
    private HostConfiguration? newest;

    /// <summary>The version of this build.</summary>
    public static string Software { get; } =
        typeof(Daemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>How journal and card list reach their folders.</summary>
    public Func<string, IStorage> StorageOf { get; init; } = folder => new FolderStorage(folder);

    /// <summary>Runs until told to stop.</summary>
    /// <returns>The program's exit code.</returns>
    /// <exception cref="StartException">It cannot start.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var end = RetiredFolder.IsIn(configuration.State) ? new LoopEnd.OutForGood(null) : await ServeAsync(stop);
        return end is LoopEnd.OutForGood gone
            ? await new RetiredDaemon(configuration, board, loggers, time, manager, StorageOf)
                .RunAsync(gone.Why, stop)
            : Report(end);
    }

    private async Task<LoopEnd> ServeAsync(CancellationToken stop)
    {
        // Before anything that can fail, and after all of it: whatever was left switched on is safe now.
        using var lines = outputs = SafeLines.Open(board, Outputs.Of(configuration).Select(output => output.Line));
        Log(lines.Troubles);
        // A gate's fire contact opens it from here on.
        using var devices = StationDevices.Open(configuration, board, lines, time);
        using var watch = new Watch(configuration.Watch, configuration.Otlp, time, loggers);
        using var keysOfCards = cardKeys = CardKeys.Look(configuration.Cards, Environment.GetEnvironmentVariable);
        using var opened = OpenedTerminal.Open(
            configuration,
            folder => watch.Timed(StorageOf(folder)),
            sent => cardKeys.Flaw(configuration.Cards.Over(sent?.CardKeyNames ?? []), sent));
        StartCardKeys(opened);
        // Before the relay takes one.
        reload.Follow(opened.Configuration, opened.Configs, opened.Enrolment.Limits);
        var broker = new CountedMqttClient(configuration.MqttClient, watch.Meter);
        using var ledger = new LedgerLink(
            opened,
            configuration with { MqttClient = broker },
            loggers,
            time,
            input => loop.PostAsync(input),
            () => loop.Guests.StandAside())
        {
            ConfigStored = reload.OrderSent,
        };
        await using var front = Panels.Listen(configuration.Panel);
        using var panel = Panels.Worker(configuration, front, board, time, input => loop.Post(input));
        var buzzer = OpenBuzzer();
        using var closing = buzzer as IDisposable;
        var station = new Station(
            panel, buzzer ?? front, input => loop.Offer(input), devices, loggers.CreateLogger<Station>());
        loop = BuildLoop(opened, station, ledger, watch);

        devices.Start(opened.Past, loop);
        panel?.Start();
        station.Show(new GuestScreen.Starting());
        LogStart(opened);
        var relaying = ledger.Relay.RunAsync(CancellationToken.None);
        using var reader = new ReaderWorker(
            Readers.Make(
                configuration.Reader, configuration.Hardware.LineChip, board, lines, time, cardKeys.Prover),
            loop,
            loggers.CreateLogger<ReaderWorker>());
        using var keys = new Keypads(Keypads.Of(configuration, front, board, time), loop, time);
        await using var pages = watch.Serve(
            new WatchedTerminal(
                loop,
                opened.Journal,
                opened.Past.NextBoot,
                () => reader.Figures,
                () => broker.IsConnected,
                time)
            {
                CertificateFile = configuration.Broker.Tls?.CertificateFile,
            },
            IdentityOf(opened, ledger));
        await WaitAsync(reader.FirstLook, FirstLookPatience, stop);
        await using var stopping = stop.Register(() => _ = AskToStopAsync());
        var serving = loop.RunAsync(Started(opened));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var standing = ledger.Standing?.RunAsync(ended.Token) ?? Task.CompletedTask;
        var renewing = RenewAsync(ledger, ended.Token);
        var reloading = reload.RunAsync(opened.Enrolment.Limits, ApplyAsync, AnswerAsync, ended.Token);
        if (await Attendance.IsBrokenAsync(serving, relaying, standing, renewing))
            await AskToStopAsync();
        var end = await serving;

        Log(lines.MakeSafe());
        if (end is not LoopEnd.OutForGood)
            manager.Stopping();
        await ledger.StopAsync(relaying);
        await ended.CancelAsync();
        await Task.WhenAll(reloading, standing, renewing);
        return end;
    }

    private Task RenewAsync(LedgerLink ledger, CancellationToken stop)
    {
        if (ledger.Renewal is not { } renewal)
            return Task.CompletedTask;
        renewal.TrustedWall = () => loop.TrustedWall;
        return renewal.RunAsync(stop);
    }

    private static Input.Started Started(OpenedTerminal opened) => new(
        Software,
        MachineFacts.BootId,
        opened.Enrolment.Epoch,
        MachineFacts.StorageId,
        MachineFacts.BoardSerial,
        opened.Lists.StoredList)
    {
        MayReachLedger = true,
        EndOfFormerKey = opened.Journal.EndOfFormerKey,
        Config = opened.Configuration.Sent?.Sent,
        ConfigUnfit = opened.ConfigUnfit,
        RolledBack = opened.Journal.Outbox.HasDiverged ? "a kept ack names records that are not here" : null,
        UnreadableRecords = opened.Unreadable.Count == 0 ? null : string.Join("; ", opened.Unreadable),
    };

    /// <summary>A terminal without a buzzer sells: its display says the same.</summary>
    private ISounder? OpenBuzzer()
    {
        try
        {
            return Buzzers.Open(configuration.Buzzer, board, outputs, time);
        }
        catch (LinkLostException lost)
        {
            LogNoBuzzer(logger, lost.Message);
            return null;
        }
    }

    private TerminalLoop BuildLoop(
        OpenedTerminal opened, IStation station, LedgerLink ledger, Watch watch)
    {
        var inForce = opened.Configuration;
        var parts = new LoopParts(
            new TerminalClock(time),
            time,
            opened.Journal,
            opened.Lists,
            configuration.Retention,
            new CardTokens(opened.SiteKey, configuration.Cards.Classes),
            inForce.Station.Keys,
            station,
            new RelayUplink(ledger.Relay),
            IdentityOf(opened, ledger),
            manager)
        {
            ReadConfiguration = reload.Order,
            Diagnose = look => _ = DiagnoseAsync(look),
            WipeAfter = configuration.Ledger.WipeAfter,
            EnrolledExpirySeconds = opened.Enrolment.Limits.ExpirySeconds,
            Configs = opened.Configs,
            Meter = watch.Meter,
            Traces = watch.Traces,
        };
        return new TerminalLoop(
            new TerminalSetup(inForce.Limits ?? opened.Enrolment.Limits, inForce.Station.Setup),
            opened.Past,
            parts,
            loggers.CreateLogger<TerminalLoop>());
    }

    private static StatusIdentity IdentityOf(OpenedTerminal opened, LedgerLink ledger) => new(
        opened.Enrolment.Site, opened.Enrolment.Terminal, opened.Past.NextBoot, ledger.Process, Software);

    private async Task WaitAsync(Task what, TimeSpan atMost, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(what, Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
    }

    private async Task ApplyAsync(HostConfiguration next)
    {
        log.Level = next.Log.Level;
        Volatile.Write(ref newest, next);
        var inForce = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await loop.PostAsync(new LoopInput.Reconfigured(next, inForce));
        await inForce.Task;
        UseCardKeysOf(Volatile.Read(ref newest)!);
    }

    /// <summary>Who serves nobody any more may have been cut short while the keys were wiped: it needs none.</summary>
    private void StartCardKeys(OpenedTerminal opened)
    {
        if (Terminal.IsOutForGood(opened.Past))
            return;
        cardKeys.Start(
            opened.Configuration.Cards,
            opened.Configuration.Sent,
            opened.Unseal,
            mayLack: opened.ConfigUnfit is not null || opened.Configs.IsLost);
        (reload.CardKeysFlaw, reload.RereadCardKeys) = (cardKeys.Flaw, cardKeys.Reread);
    }

    /// <summary>One that waited for a guest may come behind a later one, which counts.</summary>
    private void UseCardKeysOf(HostConfiguration last)
    {
        try
        {
            cardKeys.Use(last.Cards, last.Sent);
        }
        catch (CardKeyException error)
        {
            LogCardKeysKept(logger, error.Message);
        }
    }

    /// <summary>Not on the loop's time: a disk that hangs is one thing that is asked for.</summary>
    private async Task DiagnoseAsync(Effect.Diagnose look)
    {
        await Task.Yield();
        var seen = string.Join("; ", look.Known, Software, MachineHealth.Of(configuration.State), log.Troubles);
        LogDiagnosis(logger, seen);
        await AnswerAsync(look.Command with { CameTo = seen });
    }

    private ValueTask AnswerAsync(Input.CommandHeard command) => loop.PostAsync(new LoopInput.Core(command));

    private async Task AskToStopAsync()
    {
        LogStopping(logger);
        // Before anything that may hang. The tap in hand has its tone yet, and a reader that is lost its reset; when it
        // is finished all are made safe once more.
        Log(outputs.MakeSafe());
        manager.Stopping();
        await loop.PostAsync(new LoopInput.Core(new Input.StopRequested()));
    }

    private void LogStart(OpenedTerminal opened)
    {
        LogStarting(logger, Software, opened.Enrolment.Terminal.ToString(), opened.Enrolment.Site.ToString());
        if (opened.Lists.Damage is { } damage)
            LogListDamaged(logger, damage);
        if (opened.Configs.Damage is { } unreadable)
            LogConfigDamaged(logger, unreadable);
        if (opened.ConfigUnfit is { } unfit)
            LogConfigUnfit(logger, unfit);
        if (opened.Configuration.CardKeysUnfit is { } ofCardKeys)
            LogSentKeysKept(logger, ofCardKeys);
        if (opened.Journal.WhyShort is { } tooSmall)
            LogDiskTooSmall(logger, tooSmall);
    }

    private void Log(ImmutableArray<LineTrouble> troubles)
    {
        foreach (var trouble in troubles)
            LogLineUnsafe(logger, trouble.Line, trouble.Detail);
    }

    private int Report(LoopEnd end)
    {
        if (end is not LoopEnd.JournalFailed failed)
        {
            LogStopped(logger);
            return ExitCode.Good;
        }
        LogJournalFailed(logger, failed.Detail);
        return ExitCode.Fault;
    }

    [LoggerMessage(LogLevel.Information, "Diagnostics, as ordered: {Seen}")]
    private static partial void LogDiagnosis(ILogger logger, string seen);

    [LoggerMessage(LogLevel.Information, "edge-terminal {Version}: {Terminal} at {Site} starts.")]
    private static partial void LogStarting(ILogger logger, string version, string terminal, string site);

    [LoggerMessage(LogLevel.Warning, "The card list on disk was damaged ({Damage}); it is fetched anew.")]
    private static partial void LogListDamaged(ILogger logger, string damage);

    [LoggerMessage(
        LogLevel.Warning, "The ledger's configuration on disk was damaged ({Damage}); it is fetched anew.")]
    private static partial void LogConfigDamaged(ILogger logger, string damage);

    [LoggerMessage(LogLevel.Error, "Nothing is sold: {Why}. Mend one of them.")]
    private static partial void LogConfigUnfit(ILogger logger, string why);

    [LoggerMessage(
        LogLevel.Warning, "The disk is too small for two weeks without the ledger: {Detail}. It sells meanwhile.")]
    private static partial void LogDiskTooSmall(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Error, "The line '{Line}' could not be made safe: {Detail}")]
    private static partial void LogLineUnsafe(ILogger logger, string line, string detail);

    [LoggerMessage(LogLevel.Warning, "There is no buzzer: {Detail}")]
    private static partial void LogNoBuzzer(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Error, "The ledger's card keys are not taken, those before go on: {Why}")]
    private static partial void LogSentKeysKept(ILogger logger, string why);

    [LoggerMessage(LogLevel.Error, "The card keys stay as they were: {Detail}")]
    private static partial void LogCardKeysKept(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Information, "Asked to stop: finishing the tap in hand.")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Stopped.")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(LogLevel.Critical, "The journal takes no more, nothing is sold: {Detail}")]
    private static partial void LogJournalFailed(ILogger logger, string detail);
}
