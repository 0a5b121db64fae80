using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Reads what a kiosk sells: section <c>kiosk</c>.</summary>
internal static class KioskReader
{
    public static StationSettings Read(Section kiosk)
    {
        var articles = Articles(kiosk);
        return new StationSettings(
            Setup(kiosk, articles),
            KeysOf(articles.Where(row => row.Key is not null).Select(row => (row.Key!, row.Article))),
            // What the display calls it may change at any time.
            articles.Select(row => (object)(row.Article with { Name = "" })).ToHashSet());
    }

    /// <summary>What keys stand for: articles, and the one that empties the basket.</summary>
    public static IReadOnlyDictionary<string, Input> KeysOf(IEnumerable<(string Key, Article Article)> articles) =>
        new Dictionary<string, Input>(
            articles.Select(row => KeyValuePair.Create<string, Input>(row.Key, new Input.ArticleChosen(row.Article))))
        {
            [KeyNames.Clear] = new Input.BasketCleared(),
        };

    /// <summary>Judged by what is written: an article with an error of its own is there all the same.</summary>
    private static KioskSetup Setup(Section kiosk, List<(string? Key, Article Article)> articles)
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
