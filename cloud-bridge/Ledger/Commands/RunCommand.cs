using System.CommandLine;
using System.Globalization;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace CloudBridge.Ledger;

/// <summary><c>ledger run</c>: takes journals from a broker, and sends acks, beats and card lists.</summary>
internal static class RunCommand
{
    private const string OnlyWorker = "main";

    private static readonly TimeSpan QueueAtTheBroker = TimeSpan.FromDays(7);

    public static Command Build()
    {
        var state = LedgerCommand.State();
        var broker = new Option<string>("--mqtt")
        {
            Description = "The broker.",
            HelpName = "HOST:PORT",
            Required = true,
        };
        var client = new Option<string?>("--mqtt-client")
        {
            Description = $"The MQTT client: {string.Join(" or ", MqttClients.All.Select(known => known.Name))}.",
            HelpName = "NAME",
        };
        var user = new Option<string?>("--mqtt-user")
        {
            Description = "The user name at the broker, where it asks for one.",
            HelpName = "NAME",
        };
        var password = new Option<FileInfo?>("--mqtt-password-file")
        {
            Description = "A file with its password and nothing else.",
            HelpName = "FILE",
        };
        var tls = new TlsOptions();
        var http = new HttpOptions();
        var watch = new WatchOption();
        var (listEvery, worker) = (ListEvery(), Worker());
        var command = new Command("run", "Runs the ledger until it is told to stop (SIGTERM, SIGINT).")
        {
            state, broker, client, user, password, listEvery, worker,
        }.WithExamples(
            "ledger run --state /var/lib/ledger --mqtt localhost:1883",
            "ledger run --state /var/lib/ledger --mqtt broker.lan:8883 --mqtt-tls",
            "ledger run --state /var/lib/ledger --mqtt broker.lan:8883 --mqtt-tls --worker 2",
            "ledger run --state /var/lib/ledger --mqtt broker.lan:8883 --mqtt-tls --http 0.0.0.0:8443 " +
            "--http-name ledger.lan",
            "ledger run --state /var/lib/ledger --mqtt localhost:1883 --watch 127.0.0.1:9465",
            "ledger run --state /var/lib/ledger --mqtt localhost:1883 --otlp http://127.0.0.1:4318");
        tls.AddTo(command);
        http.AddTo(command);
        watch.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!TryParse(parsed.GetValue(broker)!, out var host, out var port))
                return LedgerCommand.Fail(
                    $"--mqtt '{parsed.GetValue(broker)}': expected HOST:PORT, as in localhost:1883.", ExitCode.Usage);
            if (parsed.GetValue(listEvery) < 0)
                return LedgerCommand.Fail("--list-every: expected seconds, not below zero.", ExitCode.Usage);
            if (!TryReadPassword(parsed.GetValue(password), out var secret, out var why))
                return LedgerCommand.Fail($"--mqtt-password-file: {why}", ExitCode.BadConfiguration);
            if (http.Read(parsed, out var plan) is { } httpFlaw)
                return LedgerCommand.Fail(httpFlaw, ExitCode.Usage);
            if (watch.Read(parsed, out var watching, out var otlp) is { } watchFlaw)
                return LedgerCommand.Fail(watchFlaw, ExitCode.Usage);
            return await LedgerCommand.RunAsync(async () =>
            {
                using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
                if (!TryName(folder, parsed.GetValue(worker), out var name, out var flaw))
                    return LedgerCommand.Fail($"--worker: {flaw}", ExitCode.Usage);
                var mqtt = new MqttOptions(host, port, $"ledger-{folder.Site}{(name is null ? "" : $"-{name}")}")
                {
                    // What waited for one worker would wait while the others have nothing to do.
                    SessionExpiry = name is null ? QueueAtTheBroker : TimeSpan.Zero,
                    UserName = parsed.GetValue(user),
                    Password = secret,
                    Tls = tls.Read(parsed, parsed.GetValue(state)!),
                };
                if ((mqtt.Check() ?? mqtt.Tls?.Check()) is { } wrong)
                    return LedgerCommand.Fail(wrong.Detail, ExitCode.BadConfiguration);
                return MqttClients.TryFind(parsed.GetValue(client), out var dialler, out var error)
                    ? await RunAsync(
                        folder,
                        new Plan(name, dialler, mqtt, parsed.GetValue(listEvery), plan)
                        {
                            Watch = new WatchPlan(folder.Site, name, watching, otlp),
                        },
                        cancellation)
                    : LedgerCommand.Fail($"--mqtt-client: {error}", ExitCode.Usage);
            });
        });
        return command;
    }

    private static Option<int> ListEvery() => new("--list-every")
    {
        Description = "Say what has changed in the card list at most so often.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
    };

    private static Option<string?> Worker() => new("--worker")
    {
        Description =
            "With the books in a database: the name of this one of several workers, which share the work. " +
            $"Left out: {OnlyWorker}.",
        HelpName = "NAME",
    };

    private static async Task<int> RunAsync(LedgerFolder folder, Plan plan, CancellationToken cancellation)
    {
        using var serilog = new LoggerConfiguration()
            .WriteTo.Console(
                standardErrorFromLevel: LogEventLevel.Verbose, formatProvider: CultureInfo.InvariantCulture)
            .CreateLogger();
        using var loggers = LoggerFactory.Create(logging => logging.AddSerilog(serilog));
        using var serving = folder.Serve(plan.Worker);
        // Books that cannot be read are said now, not when a broker answers.
        folder.Store.Read(books => books.Era);
        using var lead = plan.Worker is null ? null : folder.LeadOf(plan.Worker);
        var cardKeys = new CardKeySource(folder.Trust, loggers.CreateLogger<CardKeySource>());
        // Books that were restored from before the first keys say none, and will again.
        if (folder.CardKeys.Said is not null)
            folder.CardKeys.Forget();
        cardKeys.Check(folder.CardKeys.Said);
        folder.Trust.Missed = cardKeys.Miss;
        var time = TimeProvider.System;
        using var traces = plan.Watch.Otlp is null ? null : new LedgerTraces(folder.Site, time);
        using var meter = plan.Watch.IsAny ? new LedgerMeter(folder.Site, traces) : null;
        // A tick that is a little early is in time.
        var options = new LedgerOptions { ListEvery = plan.ListSeconds * 1_000L - 100 };
        var logic = new LedgerLogic(folder.Site, folder.Store, folder.Signer, options, lead)
        {
            Meter = meter,
            HandedIn = new HandedIn(meter),
            CardKeys = cardKeys,
        };
        var service = new LedgerService(
            logic,
            folder.Rejected(plan.Worker),
            plan.Client,
            plan.Mqtt,
            time,
            loggers.CreateLogger<LedgerService>());
        using var ends = new CertificateEnds(folder.Authority, plan.ForeignCertificates(folder), time);
        if (meter is not null)
            ends.AddTo(meter.Meter, folder.Site.ToString());
        await using var watch = plan.Watch.IsAny
            ? LedgerWatch.Start(plan.Watch, logic, service, time, loggers)
            : null;
        await using var server = plan.Http is null
            ? null
            : await LedgerServer.StartAsync(
                plan.Http with
                {
                    Fleet = logic.Fleet, HandedIn = logic.HandedIn, IsConnected = () => service.IsConnected,
                },
                folder,
                loggers,
                cancellation);
        await service.RunAsync(cancellation);
        return ExitCode.Good;
    }

    /// <summary>What it was told.</summary>
    private sealed record Plan(
        string? Worker, IMqttClient Client, MqttOptions Mqtt, int ListSeconds, HttpPlan? Http)
    {
        public required WatchPlan Watch { get; init; }

        /// <summary>Files of certificates that the site's authority has not made.</summary>
        public IReadOnlyList<string> ForeignCertificates(LedgerFolder folder) =>
        [
            .. new[] { Mqtt.Tls?.CertificateFile, Http?.Foreign?.Certificate }.OfType<string>()
                .Where(file => file != folder.In(SiteAuthority.LedgerCertificateName)),
        ];
    }

    /// <returns>False: it is no name, or there are no workers.</returns>
    private static bool TryName(LedgerFolder folder, string? wanted, out string? name, out string flaw)
    {
        name = folder.IsShared ? wanted ?? OnlyWorker : null;
        flaw = wanted is not null && !folder.IsShared
            ? "expected books in a database (ledger init --database FILE); those in the folder have one worker."
            : name is not null && !Name.IsGood(name) ? $"'{name}': expected {Name.Expected}."
            : "";
        return flaw.Length == 0;
    }

    /// <summary>From a file, because all users of a machine see its command lines.</summary>
    private static bool TryReadPassword(FileInfo? file, out string? password, out string why)
    {
        (password, why) = (null, "");
        try
        {
            password = file is null ? null : File.ReadAllText(file.FullName).TrimEnd('\r', '\n');
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            why = $"expected a file with the password and nothing else. {error.Message}";
            return false;
        }
    }

    /// <summary>Reads HOST:PORT.</summary>
    internal static bool TryParse(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon] : "";
        port = 0;
        return colon > 0 &&
            int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) &&
            port is > 0 and <= ushort.MaxValue;
    }
}
