using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using EdgeTerminal.Core;
using EdgeTerminal.Store;
using HardwareDrivers.Pn532;
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
    private const int LongestArticleName = 40;
    private const int LongestRetentionDays = 3_650;
    private const long HighestPrice = 1_000_000_00;

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
        IConfiguration merged;
        try
        {
            merged = new ConfigurationBuilder()
                .AddJsonFile(Path.GetFullPath(path), optional: false, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .Build();
        }
        catch (Exception error) when (
            error is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The framework names the line in the innermost error.
            var detail = error is FileNotFoundException ? "no such file" : error.GetBaseException().Message;
            return [new ConfigurationError(path, detail, "a readable JSON file")];
        }
        var errors = ReadWhatIsGood(merged, out var read);
        configuration = read;
        return errors;
    }

    private static IReadOnlyList<ConfigurationError> ReadWhatIsGood(IConfiguration merged, out HostConfiguration read)
    {
        var root = Section.Root(merged);
        root.Parsed("profile", Profile, "kiosk", "");
        var articles = Articles(root.In("kiosk"));
        read = new HostConfiguration(
            root.Text("state", "the folder that `edge-terminal init` made"),
            root.Text("enrolment", "the file that `ledger enroll` wrote"),
            root.Choice("language", Language.En),
            root.OptionalText("currency") ?? "€",
            Broker(root.In("mqtt")),
            MqttClient(root.In("mqtt")),
            CardCache(root.In("cards")),
            new ReaderSettings(
                root.In("reader").Text("device", "the reader's serial line, such as /dev/ttyAMA0"),
                root.In("reader").NumberOf("baud", SetSerialBaudRate.Rates, otherwise: SetSerialBaudRate.PowerOn)),
            Panel(root.In("panel")),
            Kiosk(root.In("kiosk"), articles),
            [.. articles.Select(row => row.Article)],
            articles.Where(row => row.Key is not null).ToDictionary(row => row.Key!, row => row.Article),
            TimeSpan.FromDays(root.In("journal").Number("retentionDays", 1, LongestRetentionDays, otherwise: 35)),
            new LogSettings(
                root.In("log").Choice("level", LogLevel.Information), root.In("log").OptionalText("file")));
        return root.Errors();
    }

    private static bool Profile(string text, out string profile)
    {
        profile = text;
        return text == "kiosk";
    }

    private static IMqttClient MqttClient(Section mqtt)
    {
        var name = mqtt.OptionalText("client");
        return MqttClients.TryFind(name, out var client, out _) ? client : mqtt.Wrong(
            "client",
            name!,
            string.Join(" or ", MqttClients.All.Select(known => known.Name)) + " (those are in this build)",
            MqttClients.Default);
    }

    private static ICardCacheFactory CardCache(Section cards)
    {
        var name = cards.OptionalText("cache");
        if (name is null)
            return CardCaches.Default;
        return CardCaches.All.FirstOrDefault(cache => cache.Name == name) ?? cards.Wrong(
            "cache",
            name,
            string.Join(" or ", CardCaches.All.Select(known => known.Name)) + " (those are in this build)",
            CardCaches.Default);
    }

    private static BrokerSettings Broker(Section mqtt) => new(
        mqtt.Text("host", "the broker's name or address"),
        (int)mqtt.Number("port", 1, ushort.MaxValue, 1883),
        mqtt.OptionalText("userName"),
        mqtt.OptionalText("password"),
        TimeSpan.FromSeconds(mqtt.Number("longestPauseSeconds", 1, 300, otherwise: 30)));

    private static PanelSettings Panel(Section panel)
    {
        const string expected = "none or simulated";
        return panel.OptionalText("driver") switch
        {
            null or "none" => new PanelSettings(Socket: null),
            "simulated" => new PanelSettings(panel.Text("socket", "the path of a socket to listen on")),
            var other => panel.Wrong("driver", other, expected, new PanelSettings(Socket: null)),
        };
    }

    private static KioskSetup Kiosk(Section kiosk, List<(string? Key, Article Article)> articles)
    {
        Article? fixedArticle = null;
        if (kiosk.OptionalText("fixedArticle") is { } name)
            fixedArticle = articles.Find(row => row.Article.Id.ToString() == name).Article
                ?? kiosk.Wrong<Article?>("fixedArticle", name, "the id of an article of kiosk.articles", null);
        if (articles.Count == 0)
            kiosk.Wrong("articles", "[]", "at least one article", 0);
        if (fixedArticle is null && articles.Count > 0 && articles.All(row => row.Key is null))
            kiosk.Wrong("articles", "(no keys)", "a key for each article, or a fixedArticle", 0);
        return new KioskSetup(fixedArticle, kiosk.Number("priceListVersion", 1, Money.Limit, otherwise: 1));
    }

    private static List<(string? Key, Article Article)> Articles(Section kiosk)
    {
        var rows = new List<(string? Key, Article Article)>();
        foreach (var section in kiosk.Each("articles"))
        {
            var article = ReadArticle(section);
            var key = section.OptionalText("key");
            if (rows.Any(row => row.Article.Id == article.Id))
                section.Wrong("id", article.Id.ToString(), "an id that no other article has", 0);
            if (key is KeyNames.Clear || key is not null && rows.Any(row => row.Key == key))
                section.Wrong("key", key, $"a key that nothing else has ({KeyNames.Clear} empties the basket)", 0);
            else
                rows.Add((key, article));
        }
        return rows;
    }

    private static Article ReadArticle(Section section)
    {
        var id = section.Parsed<ArticleId>("id", ArticleId.TryParse, Name.Expected, default);
        var name = section.OptionalText("name") ?? id.ToString();
        if (name.Length > LongestArticleName)
            section.Wrong("name", name, $"at most {LongestArticleName} characters", 0);
        return new Article(
            id,
            name,
            new Money(section.Number("price", 0, HighestPrice, null)),
            (int)section.Number("taxBasisPoints", 0, 10_000, 0))
        {
            PaidWith = section.OptionalParsed<AssetCategory>("paidWith", TryParseTag, "TIM or FID"),
            Entitlement = section.OptionalParsed<AssetId>("entitlement", TryParseEntitlement, "SUB, BDG, or SUB-NAME"),
            AdultsOnly = section.Flag("adultsOnly"),
            Window = Hours(section),
            Allowance = section.OptionalText("allowance") is { } allowance && !Name.IsGood(allowance)
                ? section.Wrong<string?>("allowance", allowance, Name.Expected, null)
                : section.OptionalText("allowance"),
        };
    }

    private static bool TryParseTag(string text, out AssetCategory category) =>
        AssetCategories.TryParse(text, out category) && category is AssetCategory.Time or AssetCategory.Loyalty;

    private static bool TryParseEntitlement(string text, out AssetId asset) =>
        AssetId.TryParse(text, out asset) && !asset.Category.IsMoney();

    private static SaleWindow? Hours(Section section)
    {
        if (section.OptionalText("hours") is not { } text)
            return null;
        return text.Split('-') is [var from, var until] &&
            TryParseTime(from, out var first) &&
            TryParseTime(until, out var end)
            ? new SaleWindow(first, end)
            : section.Wrong<SaleWindow?>("hours", text, "local times such as 18:00-02:00", null);
    }

    private static bool TryParseTime(string text, out int minute)
    {
        var good = TimeOnly.TryParseExact(text, "HH:mm", out var time);
        minute = time.Hour * 60 + time.Minute;
        return good;
    }
}
