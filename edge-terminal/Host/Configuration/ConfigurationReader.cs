using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CloudBridge.Metrics;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using CloudBridge.Telemetry;
using EdgeTerminal.Store;
using HardwareDrivers.Cards;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>
/// Reads a configuration file, with values from the environment in place of the file's:
/// <c>EDGE_TERMINAL__mqtt__host</c> stands for <c>mqtt.host</c>.
/// </summary>
internal static class ConfigurationReader
{
    private const string EnvironmentPrefix = "EDGE_TERMINAL__";
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <summary>Reads a file.</summary>
    /// <param name="path">JSON; comments are allowed.</param>
    /// <param name="configuration">Null when there are errors.</param>
    /// <returns>Everything that is wrong, at once.</returns>
    public static IReadOnlyList<ConfigurationError> Read(string path, out HostConfiguration? configuration)
    {
        var errors = ReadWhatIsGood(path, out configuration);
        if (errors.Count > 0)
            configuration = null;
        return errors;
    }

    /// <summary>Reads merged values.</summary>
    public static IReadOnlyList<ConfigurationError> Read(IConfiguration merged, out HostConfiguration? configuration)
    {
        var errors = ReadWhatIsGood(merged, out var read);
        configuration = errors.Count == 0 ? read : null;
        return errors;
    }

    /// <summary>For who looks at a file with errors: what is wrong reads as some default.</summary>
    /// <param name="path">JSON; comments are allowed.</param>
    /// <param name="configuration">Null when it is no JSON at all.</param>
    /// <returns>Everything that is wrong, at once.</returns>
    public static IReadOnlyList<ConfigurationError> ReadWhatIsGood(string path, out HostConfiguration? configuration)
    {
        configuration = null;
        if (!TryMerge(path, out var merged, out var unreadable))
            return [unreadable];
        var errors = ReadWhatIsGood(merged, out var read);
        configuration = read;
        return errors;
    }

    /// <summary>
    /// Reads <c>cards.populations</c> and nothing else of a file: where cards get their keys there need be no terminal,
    /// and versions may be named that none tries any more.
    /// </summary>
    /// <param name="path">JSON; comments are allowed.</param>
    /// <param name="populations">None when there are errors.</param>
    /// <returns>Everything that is wrong with them, at once; that there are none, too.</returns>
    public static IReadOnlyList<ConfigurationError> ReadPopulations(
        string path, out ImmutableArray<CardPopulation> populations)
    {
        populations = [];
        if (!TryMerge(path, out var merged, out var unreadable))
            return [unreadable];
        var key = ConfigurationKeys.Population.All;
        var only = merged.GetSection(ConfigurationPath.Combine("cards", key.Name)).AsEnumerable();
        var root = Section.Root(new ConfigurationBuilder().AddInMemoryCollection(only).Build());
        var cards = root.In("cards");
        var rows = PopulationReader.ReadPopulations(cards);
        if (rows.IsEmpty)
            cards.Wrong(key, cards.OptionalText(key), "at least one population", 0);
        var errors = root.Errors();
        if (errors.Count == 0)
            populations = [.. rows.Select(row => row.Population)];
        return errors;
    }

    /// <summary>With dots, those of the values that are given and all others: tests ask.</summary>
    internal static IEnumerable<string> KeysAskedFor(Dictionary<string, string?> values)
    {
        var root = Section.Root(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        Read(root);
        return root.AskedFor;
    }

    internal static IReadOnlyList<ConfigurationError> ReadWhatIsGood(IConfiguration merged, out HostConfiguration read)
    {
        var root = Section.Root(merged);
        read = Read(root) with { Source = merged };
        return root.Errors();
    }

    private static bool TryMerge(
        string path,
        [NotNullWhen(true)] out IConfiguration? merged,
        [NotNullWhen(false)] out ConfigurationError? unreadable)
    {
        (merged, unreadable) = (null, null);
        try
        {
            merged = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .Build();
            return true;
        }
        catch (Exception error) when (
            error is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The framework names the line in the innermost error.
            var detail = error is FileNotFoundException ? "no such file" : error.GetBaseException().Message;
            unreadable = new ConfigurationError(path, detail, "a readable JSON file");
            return false;
        }
    }

    private static HostConfiguration Read(Section root)
    {
        root.OptionalText(ConfigurationKeys.Schema);
        var profile = root.Parsed(ConfigurationKeys.Profile, Profiles.TryFind, Profiles.All[0]);
        var hardware = ReaderSettingsReader.ReadHardware(root.In("hardware"));
        var keys = KeyReader.Read(root.In("keys"));
        var configuration = new HostConfiguration(
            root.Text(ConfigurationKeys.State),
            root.Text(ConfigurationKeys.Enrolment),
            root.Choice(ConfigurationKeys.Language, Language.En),
            root.OptionalText(ConfigurationKeys.Currency) ?? "€",
            Broker(root.In("mqtt"), root.OptionalText(ConfigurationKeys.State) ?? ""),
            MqttClient(root.In("mqtt")),
            CardCache(root.In("cards")),
            ReaderSettingsReader.Read(root.In("reader")),
            hardware,
            DeviceReader.Panel(root.In("panel")),
            profile,
            profile.Read(root.In(profile.Name), keys),
            TimeSpan.FromDays(root.In("journal").Number(ConfigurationKeys.Journal.RetentionDays)),
            new LogSettings(
                root.In("log").Choice(ConfigurationKeys.Log.Level, LogLevel.Information),
                root.In("log").OptionalText(ConfigurationKeys.Log.File)))
        {
            Cards = PopulationReader.Read(root.In("cards")),
            Buzzer = DeviceReader.Buzzer(root.In("buzzer")),
            Keys = keys,
            Ledger = LedgerReader.Read(root.In(ConfigurationKeys.Ledger.All.Name)),
            Watch = Watch(root.In(ConfigurationKeys.Watch.All.Name)),
            Otlp = Otlp(root.In(ConfigurationKeys.Watch.All.Name)),
            Lines = DeviceReader.Lines(root, hardware.LineChip),
            LinesWritten = root.Written(ConfigurationKeys.OutputLine.All.Name),
        };
        DeviceReader.RefuseTwice(root, configuration);
        DeviceReader.RefuseUnknown(root, configuration);
        DeviceReader.RefuseUnsafe(root, configuration);
        KeyReader.RefuseUnknown(root, configuration);
        return configuration;
    }

    private static IMqttClient MqttClient(Section mqtt)
    {
        var key = ConfigurationKeys.Mqtt.Client;
        var name = mqtt.OptionalText(key);
        return MqttClients.TryFind(name, out var client, out _) ? client : mqtt.Wrong(
            key,
            name!,
            string.Join(" or ", MqttClients.All.Select(known => known.Name)) + " (those are in this build)",
            MqttClients.Default);
    }

    private static ICardCacheFactory CardCache(Section cards)
    {
        var key = ConfigurationKeys.Cards.Cache;
        if (cards.OptionalText(key) is not { } name)
            return CardCaches.Default;
        return CardCaches.All.FirstOrDefault(cache => cache.Name == name) ?? cards.Wrong(
            key,
            name,
            string.Join(" or ", CardCaches.All.Select(known => known.Name)) + " (those are in this build)",
            CardCaches.Default);
    }

    private static BrokerSettings Broker(Section mqtt, string state)
    {
        var tls = Tls(mqtt.In(ConfigurationKeys.Tls.All.Name), state);
        return new BrokerSettings(
            mqtt.Text(ConfigurationKeys.Mqtt.Host),
            mqtt.OptionalNumber(ConfigurationKeys.Mqtt.Port) ?? (tls is null ? PlainPort : TlsPort),
            mqtt.OptionalText(ConfigurationKeys.Mqtt.UserName),
            mqtt.OptionalText(ConfigurationKeys.Mqtt.Password),
            TimeSpan.FromSeconds(mqtt.Number(ConfigurationKeys.Mqtt.LongestPause)))
        {
            Tls = tls,
        };
    }

    private static WatchSettings? Watch(Section metrics)
    {
        var key = ConfigurationKeys.Watch.Address;
        var (port, written) = (metrics.OptionalNumber(ConfigurationKeys.Watch.Port), metrics.OptionalText(key));
        var address = IPAddress.Loopback;
        // "9464" alone is an address as well, 0.0.36.248, and nobody means it.
        if (written is not null && !(IPAddress.TryParse(written, out address) &&
            (written.Contains(':', StringComparison.Ordinal) || address.ToString() == written)))
            address = metrics.Wrong(key, written, IPAddress.Loopback);
        if (written is not null && port is null)
            metrics.Missing(ConfigurationKeys.Watch.Port, "the port at that address", 0);
        return port is { } known ? new WatchSettings(address!, known) : null;
    }

    private static OtlpSettings? Otlp(Section metrics)
    {
        var key = ConfigurationKeys.Watch.Otlp;
        return metrics.OptionalText(key) is not { } written ? null
            : OtlpSettings.TryRead(written, out var settings) ? settings
            : metrics.Wrong<OtlpSettings?>(key, written, null);
    }

    private static MqttTls? Tls(Section tls, string state)
    {
        var certificate = tls.OptionalText(ConfigurationKeys.Tls.Certificate);
        var key = tls.OptionalText(ConfigurationKeys.Tls.Key);
        if (!tls.IsWritten)
        {
            tls.OptionalText(ConfigurationKeys.Tls.Authority);
            return null;
        }
        if (key is not null && certificate is null)
            tls.Missing(ConfigurationKeys.Tls.Certificate, "the certificate of the key", key);
        return new MqttTls(tls.Text(ConfigurationKeys.Tls.Authority))
        {
            CertificateFile = certificate,
            KeyFile = key ?? (certificate is null ? null : TerminalFolder.KeyFileIn(state)),
        };
    }
}
