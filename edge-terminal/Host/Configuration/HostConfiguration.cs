using System.Collections.Immutable;
using CloudBridge.Contract;
using CloudBridge.Metrics;
using CloudBridge.Mqtt;
using CloudBridge.Telemetry;
using EdgeTerminal.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeTerminal.Host;

/// <summary>What the operator has written down for one terminal: docs/configuration.md.</summary>
/// <param name="State">Folder of key, journal and card list.</param>
/// <param name="Enrolment">File from the ledger.</param>
/// <param name="Language">Of the display.</param>
/// <param name="Currency">Printed behind amounts.</param>
/// <param name="Broker">Where journal lines go.</param>
/// <param name="MqttClient">Which client; checked to be in this build.</param>
/// <param name="CardCaches">What keeps cards ready; checked to be in this build.</param>
/// <param name="Reader">The card reader.</param>
/// <param name="Hardware">Lines and buses.</param>
/// <param name="Panel">What the guest sees.</param>
/// <param name="Profile">What the terminal is.</param>
/// <param name="Station">What is written of that station.</param>
/// <param name="Retention">How long records are kept that the ledger has.</param>
/// <param name="Log">Where the log goes.</param>
internal sealed record HostConfiguration(
    string State,
    string Enrolment,
    Language Language,
    string Currency,
    BrokerSettings Broker,
    IMqttClient MqttClient,
    ICardCacheFactory CardCaches,
    ReaderSettings Reader,
    HardwareSettings Hardware,
    PanelSettings Panel,
    Profile Profile,
    StationSettings Station,
    TimeSpan Retention,
    LogSettings Log)
{
    /// <summary>Cards that can prove themselves.</summary>
    public required CardSettings Cards { get; init; }

    /// <summary>The values that it was read from; null: it was made in some other way.</summary>
    public IConfiguration? Source { get; init; }

    /// <summary>What the ledger sent and is in it, with the card keys that hold; null: nothing.</summary>
    public KeptConfig? Sent { get; init; }

    /// <summary>Why prices before its own are in it; null: its own are.</summary>
    public string? PricesUnfit { get; init; }

    /// <summary>Why card keys before its own are in it; null: its own are.</summary>
    public string? CardKeysUnfit { get; init; }

    /// <summary>How far the terminal goes alone, with what the ledger sent; null: as it was enrolled.</summary>
    public TerminalLimits? Limits { get; init; }

    /// <summary>What the guest hears.</summary>
    public BuzzerSettings Buzzer { get; init; } = new(BuzzerDriver.None);

    /// <summary>Lines that are keys.</summary>
    public KeySettings Keys { get; init; } = KeySettings.None;

    /// <summary>The ledger's HTTP server.</summary>
    public LedgerSettings Ledger { get; init; } = LedgerSettings.None;

    /// <summary>Where the daemon answers who watches it; null: nowhere.</summary>
    public WatchSettings? Watch { get; init; }

    /// <summary>Where it sends metrics and traces; null: nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Outputs that are nobody's part: valves, turnstiles.</summary>
    public ImmutableArray<ConfiguredOutput> Lines { get; init; } = [];

    /// <summary>What is written of them: to see whether it has changed.</summary>
    public string LinesWritten { get; init; } = "";

    /// <summary>The output of this name; null: there is none.</summary>
    public ConfiguredOutput? OutputNamed(string? name) => Lines.FirstOrDefault(row => row.Line.Name == name);

    /// <summary>Lines of the station and of its keys: <see cref="StationSettings.InputLines"/>.</summary>
    public IEnumerable<(string Key, int? Chip, int Line)> InputLines => Station.InputLines.Concat(Keys.Lines);

    /// <summary>Finds the words for the display.</summary>
    public ScreenWriter Writer() => new(ScreenTexts.For(Language), Currency);
}

/// <summary>How to reach the broker.</summary>
internal sealed record BrokerSettings(
    string Host, int Port, string? UserName, string? Password, TimeSpan LongestPause)
{
    /// <summary>Null: nothing protects the connection.</summary>
    public MqttTls? Tls { get; init; }

    /// <summary>For a client of this name.</summary>
    public MqttOptions OptionsFor(string clientId) =>
        new(Host, Port, clientId) { UserName = UserName, Password = Password, Tls = Tls };
}

/// <summary>Which lines and buses are meant by numbers.</summary>
/// <param name="Adapter">A name in <see cref="Boards.All"/>: checked to be in this build.</param>
/// <param name="LineChip">N of <c>/dev/gpiochipN</c>.</param>
internal sealed record HardwareSettings(string Adapter, int LineChip)
{
    /// <summary>Where lines are files, for the adapter of that name.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Where emulated wires are, for the adapter of that name.</summary>
    public string Socket { get; init; } = "";
}

/// <summary>Where the log goes besides standard error.</summary>
internal sealed record LogSettings(LogLevel Level, string? File);

/// <summary>Languages of the display.</summary>
internal enum Language
{
    /// <summary>English.</summary>
    En,

    /// <summary>French.</summary>
    Fr,
}
