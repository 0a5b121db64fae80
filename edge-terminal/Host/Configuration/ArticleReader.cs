using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace EdgeTerminal.Host;

/// <summary>Reads what every article has: of a kiosk, of a drink station, or what a gate asks for.</summary>
internal static class ArticleReader
{
    /// <summary>What is sold: it may be paid in time or loyalty, and use an allowance up.</summary>
    /// <param name="section">Its own.</param>
    /// <param name="price">Of a piece, or of a litre.</param>
    public static Article ReadWithTags(Section section, ConfigurationKey.Number price) =>
        Read(section, price) with
        {
            PaidWith = section.OptionalParsed<AssetCategory>(ConfigurationKeys.Article.PaidWith, TryParseTag),
            Allowance = Allowance(section),
        };

    /// <summary>What each has.</summary>
    /// <inheritdoc cref="ReadWithTags"/>
    public static Article Read(Section section, ConfigurationKey.Number price)
    {
        var id = section.Parsed<ArticleId>(
            ConfigurationKeys.Article.Id, (text, out found) => ArticleId.TryParse(text, out found), default);
        var name = section.OptionalText(ConfigurationKeys.Article.Label) ?? id.ToString();
        if (name.Length > ConfigurationKeys.Article.Label.Longest)
            section.Wrong(ConfigurationKeys.Article.Label, name, 0);
        return new Article(
            id,
            name,
            new Money(section.Number(price)),
            (int)section.Number(ConfigurationKeys.Article.TaxBasisPoints))
        {
            Entitlement = section.OptionalParsed<AssetId>(ConfigurationKeys.Article.Entitlement, TryParseEntitlement),
            AdultsOnly = section.Flag(ConfigurationKeys.Article.AdultsOnly),
            Window = Hours(section),
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

    /// <summary>Local times.</summary>
    public static SaleWindow? Hours(Section section)
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
