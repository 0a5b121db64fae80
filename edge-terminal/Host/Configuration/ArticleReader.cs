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
            PaidWith = section.OptionalParsed<AssetCategory>(
                ConfigurationKeys.Article.PaidWith, ArticleRules.TryParsePaidWith),
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
            Entitlement = section.OptionalParsed<AssetId>(
                ConfigurationKeys.Article.Entitlement, ArticleRules.TryParseEntitlement),
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

    /// <summary>Local times.</summary>
    public static SaleWindow? Hours(Section section)
    {
        if (section.OptionalText(ConfigurationKeys.Article.Hours) is not { } text)
            return null;
        return ArticleRules.TryParseHours(text, out var minutes)
            ? new SaleWindow(minutes.Value.From, minutes.Value.Until)
            : section.Wrong<SaleWindow?>(ConfigurationKeys.Article.Hours, text, null);
    }
}
