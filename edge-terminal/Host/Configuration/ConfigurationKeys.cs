using CloudBridge.Contract;
using CloudBridge.Telemetry;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Pn532;
using Microsoft.Extensions.Logging;
using static EdgeTerminal.Host.ConfigurationKey;

namespace EdgeTerminal.Host;

/// <summary>Every key of the configuration: the one description that reader, schema and documents share.</summary>
internal static partial class ConfigurationKeys
{
    private const long HighestPrice = ArticleRules.HighestPrice;
    private const string NamePattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$";
    private const string HourPattern = "([01][0-9]|2[0-3]):[0-5][0-9]";

    public static readonly Text Schema = new("$schema", "Where an editor finds this schema; the terminal ignores it.");

    public static readonly Text Profile = new("profile", "What the terminal is.")
    {
        IsRequired = true, OneOf = ProfileNames, Expected = string.Join(" or ", ProfileNames),
    };

    public static readonly Text State = new("state", "the folder that `edge-terminal init` made") { IsRequired = true };

    public static readonly Text Enrolment = new("enrolment", "the file that `ledger enroll` wrote")
    {
        IsRequired = true,
    };

    public static readonly Text Language = new("language", "Of the display.") { OneOf = Names<Language>() };
    public static readonly Text Currency = new("currency", "Printed behind amounts.");

    public static readonly Group Root = new(
        "",
        "What the operator writes down for one terminal.",
        [
            Schema, Profile, State, Enrolment, Language, Currency,
            Mqtt.All, Ledger.All, Cards.All, Reader.All, Hardware.All, Panel.All, Buzzer.All, Keys.All,
            new List(OutputLine.All), .. Profiles.All.Select(profile => profile.Keys), Journal.All, Watch.All,
            Log.All,
        ]);

    private static string[] ProfileNames => [.. Profiles.All.Select(profile => profile.Name)];

    private static Number Line(string name, string meaning) => new(name, meaning, 0, 511) { IsOptional = true };

    private static Text Bias(string name) => new(name, "The resistor inside the chip.")
    {
        OneOf = [.. Enum.GetValues<LineBias>().Select(EnumName.Of)],
    };

    private static string[] Names<T>() where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    public static class Mqtt
    {
        public static readonly Text Host = new("host", "the broker's name or address") { IsRequired = true };
        public static readonly Number Port = new(
            "port", "Of the broker; 1883, or 8883 with tls, when it is left out.", 1, ushort.MaxValue)
        {
            IsOptional = true,
        };

        public static readonly Text UserName = new("userName", "Where the broker asks for one.");
        public static readonly Text Password = new("password", "Where the broker asks for one.");

        public static readonly Text Client = new("client", "Which client library, of those in the build.")
        {
            OneOf = ["mqttnet", "mosquitto"],
        };

        public static readonly Number LongestPause = new(
            "longestPauseSeconds", "Between two attempts to connect.", 1, 300) { Otherwise = 30 };

        public static readonly Group All = new(
            "mqtt", "The broker.", Host, Port, UserName, Password, Tls.All, Client, LongestPause) { IsRequired = true };
    }

    /// <summary>TLS to the broker: files in PEM.</summary>
    public static class Tls
    {
        public static readonly Text Authority = new(
            "authority", "the certificate of the authority that signed the broker's; no other is trusted")
        {
            IsRequired = true,
        };

        public static readonly Text Certificate = new("certificate", "What `ledger broker certificate` made.");
        public static readonly Text Key = new("key", "Its private key; the terminal's own when it is left out.");

        public static readonly Group All = new(
            "tls", "TLS 1.3 to the broker, with a certificate on both sides.", Authority, Certificate, Key);
    }

    public static class Cards
    {
        public static readonly Text Cache = new("cache", "What keeps cards ready, of what is in the build.")
        {
            OneOf = ["memory", "litedb"],
        };

        public static readonly Text Keys = new("keys", "Where the master keys of the populations are.")
        {
            Pattern = CardKeySources.Pattern,
            Expected = "file:PATH, credential:NAME (systemd) or env:VARIABLE",
            IsSecret = true,
        };

        public static readonly Group All = new(
            "cards", "Cards: their list, and how they prove themselves.", Cache, Keys, new List(Population.All));
    }

    public static class Population
    {
        private const string BytesPattern = "^([0-9A-Fa-f]{2})+$";

        public static readonly Text Id = new("name", "As among the keys.")
        {
            IsRequired = true, Pattern = NamePattern, Expected = Name.Expected,
        };

        public static readonly Text Method = new("method", "How its cards prove themselves.")
        {
            IsRequired = true,
            OneOf = ["password", "sun", "ultralightAes", "ntag424", "desfireAes", "desfireEv2"],
            Expected = "password, sun, ultralightAes, ntag424, desfireAes or desfireEv2",
        };

        public static readonly Text Versions = new("versions", "Key versions that are accepted, such as 2 or 1,2.")
        {
            IsRequired = true,
            Pattern = "^[0-9]+(,[0-9]+)*$",
            Expected = "different versions from 1 to 255, such as 2 or 1,2",
        };

        public static readonly Text Class = new("class", "The most that its cards are believed.")
        {
            OneOf = ["counter", "aes"], Expected = "counter, or aes where the method proves that",
        };

        public static readonly Number KeyNumber = new("keyNumber", "The key on NTAG 424 or DESFire.", 0, 13);
        public static readonly Number CounterNumber = new("counterNumber", "The counter of Ultralight EV1.", 0, 2);

        public static readonly Text Application = new("applicationId", "In the input of AN10922, behind the UID.")
        {
            Pattern = "^[0-9A-Fa-f]{6}$", Expected = "three bytes in hexadecimal",
        };

        public static readonly Text SystemId = new("systemIdentifier", "In the input of AN10922, at its end.")
        {
            Pattern = BytesPattern, Expected = "bytes in hexadecimal; 21 with applicationId at most",
        };

        public static readonly Text Desfire = new("desfireApplication", "To select; as sent, least byte first.")
        {
            Pattern = "^[0-9A-Fa-f]{6}$", Expected = "three bytes in hexadecimal",
        };

        public static readonly Group All = new(
            "populations",
            "Cards that were provisioned alike, and that this terminal lets prove themselves.",
            Id, Method, Versions, Class, KeyNumber, CounterNumber, Application, SystemId, Desfire, Sun.All);
    }

    /// <summary>Where things stand in the message of an NTAG 424.</summary>
    public static class Sun
    {
        public static readonly Flag IsPlain = new("plain", "UID and counter are mirrored without encryption.");
        public static readonly Text PiccData = new("piccData", "The parameter with the encrypted UID and counter.");
        public static readonly Text Uid = new("uid", "The parameter with the plain UID.");
        public static readonly Text Counter = new("counter", "The parameter with the plain counter.");
        public static readonly Text FileData = new("fileData", "The parameter with the encrypted file data.");
        public static readonly Text Mac = new("mac", "The parameter with the MAC.");
        public static readonly Flag IsLrp = new("lrp", "The card was set to LRP mode, for good.");

        public static readonly Text MacInput = new("macInput", "What the MAC covers beside UID and counter.")
        {
            OneOf = ["nothing", "fileData", "fileDataToMac"], Expected = "nothing, fileData or fileDataToMac",
        };

        public static readonly Group All = new(
            "sun", "Names in the message's address.", IsPlain, PiccData, Uid, Counter, FileData, Mac, MacInput,
            IsLrp);
    }

    public static class Journal
    {
        public static readonly Number RetentionDays = new(
            "retentionDays", "How long records are kept that the ledger has.", 1, 3_650) { Otherwise = 35 };

        public static readonly Group All = new("journal", "The journal.", RetentionDays);
    }

    public static class Reader
    {
        public static readonly Text Link = new("link", "The PN532's bus.") { OneOf = Names<ReaderBus>() };
        public static readonly Text Device = new("device", "the reader's serial line, such as /dev/ttyAMA0");

        public static readonly NumberOf Baud = new("baud", "Bits a second.", SetSerialBaudRate.Rates)
        {
            Otherwise = SetSerialBaudRate.PowerOn,
        };

        public static readonly Number I2cBus = new("i2cBus", "N of /dev/i2c-N.", 0, 255) { Otherwise = 1 };
        public static readonly Number SpiBus = new("spiBus", "N of /dev/spidevN.S.", 0, 255);
        public static readonly Number SpiSelect = new("spiSelect", "S of /dev/spidevN.S.", 0, 255);

        public static readonly Number InterruptLine = Line(
            "interruptLine", "At P70_IRQ, on I2C and SPI; without one the chip is asked again and again.");

        public static readonly Number ResetLine = Line("resetLine", "At RSTPD_N: low brings back a chip that hangs.");
        public static readonly Number SupplyLine = Line("supplyLine", "High takes the reader's supply away.");

        public static readonly Group All = new(
            "reader", "The PN532.",
            Link, Device, Baud, I2cBus, SpiBus, SpiSelect, InterruptLine, ResetLine, SupplyLine) { IsRequired = true };
    }

    /// <summary>Named for what is given there; docs/metrics.md.</summary>
    public static class Watch
    {
        public static readonly Number Port = new(
            "port", "Where it is answered how the terminal is; nowhere when it is left out.", 1, ushort.MaxValue)
        {
            IsOptional = true,
        };

        public static readonly Text Address = new("address", "At which address of this machine.")
        {
            Expected = "an address of this machine, such as 127.0.0.1",
        };

        public static readonly Text Otlp = new(
            "otlp", "The collector to which metrics and traces are sent, by OTLP over HTTP; nowhere when left out.")
        {
            Expected = OtlpSettings.Expected,
        };

        public static readonly Group All = new("metrics", "Numbers, traces and health.", Port, Address, Otlp);
    }

    public static class Log
    {
        public static readonly Text Level = new("level", "What is less than this is left out.")
        {
            OneOf = Names<LogLevel>(),
        };

        public static readonly Text File = new("file", "The log goes there as well.");
        public static readonly Group All = new("log", "What happened to the machine.", Level, File);
    }
}
