using System.Buffers.Binary;
using System.Reflection;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>Puts the daemon together, runs it, and takes it apart in the other order.</summary>
internal sealed partial class Daemon(HostConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
{
    private const int PanelWidth = 128;
    private const int PanelHeight = 64;

    /// <summary>
    /// With a broker in reach, no tap before the ledger's first word: it may know of a restored image.
    /// </summary>
    private static readonly TimeSpan FirstWordPatience = TimeSpan.FromSeconds(5);

    /// <summary>Nobody is asked for a card before the reader knows what lies there, or is lost.</summary>
    private static readonly TimeSpan FirstLookPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    private readonly ILogger logger = loggers.CreateLogger<Daemon>();
    private readonly TaskCompletionSource firstWord = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TerminalLoop loop = null!;

    /// <summary>The version of this build.</summary>
    public static string Software { get; } =
        typeof(Daemon).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Runs until told to stop.</summary>
    /// <returns>The program's exit code.</returns>
    /// <exception cref="StartException">It cannot start.</exception>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        using var opened = OpenedTerminal.Open(configuration);
        using var relay = BuildRelay(opened);
        await using var front = OpenFrontPanel();
        using var panel = front is null ? null : new PanelWorker(front, Writer(), time, input => loop.Post(input));
        var clock = new TerminalClock(time);
        var station = new Station(panel, front, input => loop.Offer(input));
        loop = BuildLoop(opened, clock, station, relay);

        panel?.Start();
        station.Show(new GuestScreen.Starting());
        LogStarting(logger, Software, opened.Enrolment.Terminal.ToString(), opened.Enrolment.Site.ToString());
        if (opened.Lists.Damage is { } damage)
            LogListDamaged(logger, damage);
        var relaying = relay.RunAsync(CancellationToken.None);
        await WaitAsync(firstWord.Task, FirstWordPatience, stop);

        using var reader = new DeviceThread("reader", RunReader);
        using var keys = front is null ? null : new DeviceThread("keys", stopping => front.Run(Press, stopping));
        await WaitAsync(firstLook.Task, FirstLookPatience, stop);
        await using var stopping = stop.Register(() => _ = AskToStopAsync());
        if (opened.Journal.Outbox.HasDiverged)
            await loop.PostAsync(new LoopInput.Core(
                new Input.FaultBegan(Fault.RolledBack, "the kept ack names records that are not here")));
        var serving = loop.RunAsync(new Input.Started(
            Software,
            MachineFacts.BootId,
            opened.Enrolment.Epoch,
            MachineFacts.StorageId,
            MachineFacts.BoardSerial,
            opened.Lists.StoredList));
        // The relay dials for ever. If it ends all the same the program is wrong: stop whole rather than sell half.
        if (await Task.WhenAny(serving, relaying) == relaying)
            await AskToStopAsync();
        var end = await serving;

        relay.Stop();
        if (await Task.WhenAny(relaying, Task.Delay(GoodbyePatience, time, CancellationToken.None)) == relaying)
            await relaying;
        return Report(end);
    }

    private ScreenWriter Writer() => new(ScreenTexts.For(configuration.Language), configuration.Currency);

    private FrontPanel? OpenFrontPanel() => configuration.Panel.Socket is { } socket
        ? FrontPanel.Listen(socket, PanelWidth, PanelHeight)
        : null;

    private TerminalLoop BuildLoop(OpenedTerminal opened, TerminalClock clock, IStation station, Relay relay)
    {
        var enrolment = opened.Enrolment;
        var parts = new LoopParts(
            clock,
            time,
            opened.Journal,
            opened.Lists,
            new CardTokens(opened.SiteKey),
            configuration.Keys,
            station,
            new RelayUplink(relay),
            new StatusIdentity(enrolment.Site, enrolment.Terminal, Software));
        return new TerminalLoop(
            new TerminalSetup(enrolment.Limits, configuration.Kiosk),
            opened.Past,
            parts,
            loggers.CreateLogger<TerminalLoop>());
    }

    private Relay BuildRelay(OpenedTerminal opened)
    {
        var (site, terminal) = (opened.Enrolment.Site, opened.Enrolment.Terminal);
        var logic = new RelayLogic(
            new RelayIdentity(site, terminal, opened.Signer, opened.LedgerKeys),
            opened.Journal.Outbox,
            opened.Lists,
            opened.Past.Boots + 1,
            () => new Nonce(BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16))),
            new RelayOptions());
        var mqtt = new MqttOptions(configuration.Broker.Host, configuration.Broker.Port, $"terminal-{site}-{terminal}")
        {
            UserName = configuration.Broker.UserName,
            Password = configuration.Broker.Password,
            LastWill = new MqttMessage(
                new Topics(site).Of(terminal, TerminalTopic.Status), StatusMessage.LastWill, Retained: true),
        };
        return new Relay(
            logic,
            configuration.MqttClient,
            mqtt,
            time,
            configuration.Broker.LongestPause,
            () => RandomNumberGenerator.GetInt32(1_000) / 1_000.0,
            HearAsync,
            loggers.CreateLogger<Relay>());
    }

    private async ValueTask HearAsync(RelayNews news)
    {
        if (news is RelayNews.Acknowledged or RelayNews.Diverged or RelayNews.NotConnected)
            firstWord.TrySetResult();
        switch (news)
        {
            case RelayNews.BeatAnswered or RelayNews.ListStored or RelayNews.Diverged:
                await loop.PostAsync(new LoopInput.News(news));
                break;
            // Whoever floods us with what is not taken must not take the guests' places in the inbox.
            case RelayNews.Rejected rejected:
                LogRejected(logger, rejected.Topic, rejected.Error.ToString());
                break;
            case RelayNews.ListNotStored failed:
                LogListNotStored(logger, failed.Version.ToString(), failed.Why);
                break;
        }
    }

    private async Task WaitAsync(Task what, TimeSpan atMost, CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(what, Task.Delay(atMost, time, enough.Token));
        await enough.CancelAsync();
    }

    private void RunReader(CancellationToken stopping)
    {
        var (device, baud) = (configuration.Reader.Device, configuration.Reader.Baud);
        var reader = new Pn532Reader(() => SerialLink.Open(device, baud), new Pn532Settings(), time);
        reader.Run(Hear, stopping);
    }

    /// <summary>A tap may be dropped; that the reader is lost, or the field empty, is said only once.</summary>
    private void Hear(ReaderEvent seen)
    {
        var input = new LoopInput.Reader(seen);
        if (seen is ReaderEvent.CardArrived or ReaderEvent.SeveralCards)
            loop.Offer(input);
        else
            loop.Post(input);
        if (seen is ReaderEvent.HealthChanged { Health: ReaderHealth.Working or ReaderHealth.Lost })
            firstLook.TrySetResult();
    }

    private void Press(string key) => loop.Offer(new LoopInput.Key(key));

    private async Task AskToStopAsync()
    {
        LogStopping(logger);
        await loop.PostAsync(new LoopInput.Core(new Input.StopRequested()));
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

    [LoggerMessage(LogLevel.Information, "edge-terminal {Version}: {Terminal} at {Site} starts.")]
    private static partial void LogStarting(ILogger logger, string version, string terminal, string site);

    [LoggerMessage(LogLevel.Warning, "The card list on disk was damaged ({Damage}); it is fetched anew.")]
    private static partial void LogListDamaged(ILogger logger, string damage);

    [LoggerMessage(LogLevel.Warning, "Not taken, from {Topic}: {Detail}")]
    private static partial void LogRejected(ILogger logger, string topic, string detail);

    [LoggerMessage(LogLevel.Error, "Card list {Version} could not be stored: {Why}")]
    private static partial void LogListNotStored(ILogger logger, string version, string why);

    [LoggerMessage(LogLevel.Information, "Asked to stop: finishing the tap in hand.")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(LogLevel.Information, "Stopped.")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(LogLevel.Critical, "The journal takes no more, nothing is sold: {Detail}")]
    private static partial void LogJournalFailed(ILogger logger, string detail);
}
