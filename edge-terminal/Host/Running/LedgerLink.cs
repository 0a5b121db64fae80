using System.Buffers.Binary;
using System.Security.Cryptography;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Relay;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>The terminal's relay, put together from what was opened; its news goes to the loop.</summary>
internal sealed partial class LedgerLink : IDisposable
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(5);

    private readonly Func<LoopInput, ValueTask> post;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly LoopNews wanted = new();
    private readonly LedgerServerClient? client;

    /// <param name="opened">Whose relay it is.</param>
    /// <param name="configuration">Which broker, and how.</param>
    /// <param name="loggers">For the relay, too.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="post">Hands news to the loop.</param>
    /// <param name="standAside">Waits while the loop answers somebody.</param>
    public LedgerLink(
        OpenedTerminal opened, HostConfiguration configuration, ILoggerFactory loggers, TimeProvider time,
        Func<LoopInput, ValueTask> post, Action standAside)
    {
        (this.time, this.post, logger) = (time, post, loggers.CreateLogger<LedgerLink>());
        var (site, terminal) = (opened.Enrolment.Site, opened.Enrolment.Terminal);
        var logic = new RelayLogic(
            new RelayIdentity(
                site, terminal, opened.Signer, opened.OwnKeys, opened.LedgerKeys, opened.Past.NextBoot, Process)
            {
                LedgerPins = opened.LedgerKeys,
                Configs = opened.Configs,
            },
            opened.Journal.Outbox,
            opened.Lists,
            NewNonce,
            new RelayOptions(),
            standAside);
        var mqtt = configuration.Broker.OptionsFor($"terminal-{site}-{terminal}") with
        {
            LastWill = new MqttMessage(
                new Topics(site).Of(terminal, TerminalTopic.Status), StatusMessage.LastWill, Retained: true),
        };
        Relay = new Relay(
            logic,
            configuration.MqttClient,
            mqtt,
            time,
            configuration.Broker.LongestPause,
            Chance,
            HearAsync,
            loggers.CreateLogger<Relay>());
        if (configuration.Ledger.Server is null)
            return;
        client = Dial(configuration.Ledger, time);
        var desk = new LedgerDesk(client, site, terminal, opened.LedgerKeys);
        Standing = new StandingWatch(
            desk, opened.Signer, configuration.Ledger.AskAfter, Chance, time, post,
            loggers.CreateLogger<StandingWatch>());
        if (configuration.Broker.Tls is { CertificateFile: { } certificate } tls)
            Renewal = new CertificateRenewal(
                desk, opened.Signer, certificate, tls.AuthorityFile, Chance, time,
                loggers.CreateLogger<CertificateRenewal>());
    }

    /// <summary>Names this process in what it says of itself.</summary>
    public Nonce Process { get; } = NewNonce();

    /// <summary>Told when there is a configuration of the ledger's that is to come into force.</summary>
    public required Action ConfigStored { get; init; }

    /// <summary>The relay itself.</summary>
    public Relay Relay { get; }

    /// <summary>Asks the ledger elsewhere when it is not heard; null: nobody has said where.</summary>
    public StandingWatch? Standing { get; }

    /// <summary>Has our certificate renewed; null: we have none, or nobody has said where.</summary>
    public CertificateRenewal? Renewal { get; }

    /// <summary>Says goodbye, and does not wait for ever for the answer.</summary>
    /// <param name="relaying">The relay's run.</param>
    public async Task StopAsync(Task relaying)
    {
        Relay.Stop();
        if (await Task.WhenAny(relaying, Task.Delay(GoodbyePatience, time, CancellationToken.None)) == relaying)
            await relaying;
    }

    public void Dispose()
    {
        Relay.Dispose();
        client?.Dispose();
    }

    private static LedgerServerClient Dial(LedgerSettings settings, TimeProvider time)
    {
        try
        {
            return LedgerServerClient.Of(settings.Server!, settings.AuthorityFile, time);
        }
        catch (EnrolmentException error)
        {
            throw new StartException(error.Message, ExitCode.BadConfiguration);
        }
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1_000) / 1_000.0;

    private static Nonce NewNonce() =>
        new(BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16)));

    private async ValueTask HearAsync(RelayNews news)
    {
        Standing?.Hear(news);
        if (wanted.Wants(news))
            await post(new LoopInput.News(news));
        else if (news is RelayNews.ConfigStored)
            ConfigStored();
        else if (news is RelayNews.ConfigRefused refused)
            LogConfigRefused(logger, refused.Version.ToString(), refused.Why);
        else if (news is RelayNews.ListNotStored failed)
            LogListNotStored(logger, failed.Version.ToString(), failed.Why);
        else if (news is RelayNews.ListOfNoUse useless)
            LogListOfNoUse(logger, useless.Version.ToString(), useless.Why);
    }

    [LoggerMessage(
        LogLevel.Error, "Configuration {Version} of the ledger is not taken, and the one before goes on: {Why}")]
    private static partial void LogConfigRefused(ILogger logger, string version, string why);

    [LoggerMessage(LogLevel.Error, "Card list {Version} could not be stored: {Why}")]
    private static partial void LogListNotStored(ILogger logger, string version, string why);

    [LoggerMessage(LogLevel.Error, "Card list {Version} cannot be used: {Why}")]
    private static partial void LogListOfNoUse(ILogger logger, string version, string why);
}
