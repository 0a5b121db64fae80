using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using CloudBridge.Mqtt.Clients;
using EdgeTerminal.Core;
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
        read = Read(root);
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
        root.Parsed(ConfigurationKeys.Profile, Profile, "");
        var articles = Articles(root.In("kiosk"));
        var hardware = ReaderSettingsReader.ReadHardware(root.In("hardware"));
        var configuration = new HostConfiguration(
            root.Text(ConfigurationKeys.State),
            root.Text(ConfigurationKeys.Enrolment),
            root.Choice(ConfigurationKeys.Language, Language.En),
            root.OptionalText(ConfigurationKeys.Currency) ?? "€",
            Broker(root.In("mqtt")),
            MqttClient(root.In("mqtt")),
            CardCache(root.In("cards")),
            ReaderSettingsReader.Read(root.In("reader")),
            hardware,
            DeviceReader.Panel(root.In("panel")),
            Kiosk(root.In("kiosk"), articles),
            [.. articles.Select(row => row.Article)],
            articles.Where(row => row.Key is not null).ToDictionary(row => row.Key!, row => row.Article),
            TimeSpan.FromDays(root.In("journal").Number(ConfigurationKeys.Journal.RetentionDays)),
            new LogSettings(
                root.In("log").Choice(ConfigurationKeys.Log.Level, LogLevel.Information),
                root.In("log").OptionalText(ConfigurationKeys.Log.File)))
        {
            Cards = PopulationReader.Read(root.In("cards")),
            Buzzer = DeviceReader.Buzzer(root.In("buzzer")),
            Lines = DeviceReader.Lines(root, hardware.LineChip),
            LinesWritten = root.Written(ConfigurationKeys.OutputLine.All.Name),
        };
        DeviceReader.RefuseTwice(root, configuration);
        return configuration;
    }

    private static bool Profile(string text, out string profile)
    {
        profile = text;
        return text == "kiosk";
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

    private static BrokerSettings Broker(Section mqtt) => new(
        mqtt.Text(ConfigurationKeys.Mqtt.Host),
        (int)mqtt.Number(ConfigurationKeys.Mqtt.Port),
        mqtt.OptionalText(ConfigurationKeys.Mqtt.UserName),
        mqtt.OptionalText(ConfigurationKeys.Mqtt.Password),
        TimeSpan.FromSeconds(mqtt.Number(ConfigurationKeys.Mqtt.LongestPause)));

    /// <summary>Judged by what is written: an article with an error of its own is there all the same.</summary>
    private static KioskSetup Kiosk(Section kiosk, List<(string? Key, Article Article)> articles)
    {
        var written = kiosk.Each("articles").ToList();
        var name = kiosk.OptionalText(ConfigurationKeys.Kiosk.FixedArticle);
        if (name is not null && written.All(row => row.OptionalText(ConfigurationKeys.Article.Id) != name))
            kiosk.Wrong(ConfigurationKeys.Kiosk.FixedArticle, name, 0);
        if (written.Count == 0)
            kiosk.Wrong(ConfigurationKeys.Article.All, "[]", "at least one article", 0);
        else if (name is null && written.All(row => row.OptionalText(ConfigurationKeys.Article.Key) is null))
            kiosk.Wrong(ConfigurationKeys.Article.All, "(no keys)", "a key for each article, or a fixedArticle", 0);
        return new KioskSetup(
            articles.Find(row => row.Article.Id.ToString() == name).Article,
            kiosk.Number(ConfigurationKeys.Kiosk.PriceListVersion));
    }

    private static List<(string? Key, Article Article)> Articles(Section kiosk)
    {
        var rows = new List<(string? Key, Article Article)>();
        foreach (var section in kiosk.Each("articles"))
        {
            var article = ReadArticle(section);
            var key = section.OptionalText(ConfigurationKeys.Article.Key);
            if (article.Id != default && rows.Any(row => row.Article.Id == article.Id))
                section.Wrong(
                    ConfigurationKeys.Article.Id, article.Id.ToString(), "an id that no other article has", 0);
            if (key is KeyNames.Clear || key is not null && rows.Any(row => row.Key == key))
                section.Wrong(
                    ConfigurationKeys.Article.Key,
                    key,
                    $"a key that nothing else has ({KeyNames.Clear} empties the basket)",
                    0);
            else
                rows.Add((key, article));
        }
        return rows;
    }

    private static Article ReadArticle(Section section)
    {
        var id = section.Parsed<ArticleId>(
            ConfigurationKeys.Article.Id, (text, out found) => ArticleId.TryParse(text, out found), default);
        var name = section.OptionalText(ConfigurationKeys.Article.Label) ?? id.ToString();
        if (name.Length > ConfigurationKeys.Article.Label.Longest)
            section.Wrong(ConfigurationKeys.Article.Label, name, 0);
        return new Article(
            id,
            name,
            new Money(section.Number(ConfigurationKeys.Article.Price)),
            (int)section.Number(ConfigurationKeys.Article.TaxBasisPoints))
        {
            PaidWith = section.OptionalParsed<AssetCategory>(ConfigurationKeys.Article.PaidWith, TryParseTag),
            Entitlement = section.OptionalParsed<AssetId>(ConfigurationKeys.Article.Entitlement, TryParseEntitlement),
            AdultsOnly = section.Flag(ConfigurationKeys.Article.AdultsOnly),
            Window = Hours(section),
            Allowance = Allowance(section),
        };
    }

    private static string? Allowance(Section section)
    {
        var name = section.OptionalText(ConfigurationKeys.Article.Allowance);
        return name is null || Name.IsGood(name)
            ? name
            : section.Wrong<string?>(ConfigurationKeys.Article.Allowance, name, null);
    }

    private static bool TryParseTag(string text, out AssetCategory category) =>
        AssetCategories.TryParse(text, out category) && category is AssetCategory.Time or AssetCategory.Loyalty;

    private static bool TryParseEntitlement(string text, out AssetId asset) =>
        AssetId.TryParse(text, out asset) && !asset.Category.IsMoney();

    private static SaleWindow? Hours(Section section)
    {
        if (section.OptionalText(ConfigurationKeys.Article.Hours) is not { } text)
            return null;
        return text.Split('-') is [var from, var until] &&
            TryParseTime(from, out var first) &&
            TryParseTime(until, out var end)
            ? new SaleWindow(first, end)
            : section.Wrong<SaleWindow?>(ConfigurationKeys.Article.Hours, text, null);
    }

    private static bool TryParseTime(string text, out int minute)
    {
        var good = TimeOnly.TryParseExact(text, "HH:mm", out var time);
        minute = time.Hour * 60 + time.Minute;
        return good;
    }
}
