using System.Collections.Immutable;
using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using KioskKeys = EdgeTerminal.Host.ConfigurationKeys.Kiosk;

namespace EdgeTerminal.Host;

/// <summary>Reads what a kiosk sells, and by which keys: section <c>kiosk</c>.</summary>
internal static class KioskReader
{
    /// <summary>Keys with a meaning of their own.</summary>
    private static readonly ImmutableArray<string> Reserved =
        [KeyNames.Clear, KeyNames.Ok, KeyNames.Next, KeyNames.Previous];

    public static StationSettings Read(Section kiosk, KeySettings keys)
    {
        var articles = Articles(kiosk);
        var chosen = articles.Where(row => row.Key is not null).ToList();
        return new StationSettings(
            Setup(kiosk, [.. articles.Select(row => row.Article)], hasKnob: keys.Knob is not null),
            KeysOf(chosen.Select(row => (row.Key!, row.Article))),
            // What the display calls it may change at any time.
            articles.Select(row => (object)(row.Article with { Name = "" })).ToHashSet())
        {
            KeysWritten = chosen.ToDictionary(row => row.Key!, row => row.Where),
        };
    }

    /// <summary>What keys stand for: articles, digits for staff, and those with a meaning of their own.</summary>
    public static IReadOnlyDictionary<string, Input> KeysOf(IEnumerable<(string Key, Article Article)> articles)
    {
        var keys = Enumerable.Range(0, 10).ToDictionary(
            digit => digit.ToString(CultureInfo.InvariantCulture), Input (digit) => new Input.DigitTyped(digit));
        foreach (var (key, article) in articles)
            keys[key] = new Input.ArticleChosen(article)
            {
                Digit = (keys.GetValueOrDefault(key) as Input.DigitTyped)?.Digit,
            };
        keys[KeyNames.Clear] = new Input.BasketCleared();
        keys[KeyNames.Ok] = new Input.Confirmed();
        keys[KeyNames.Next] = new Input.KnobTurned(1);
        keys[KeyNames.Previous] = new Input.KnobTurned(-1);
        return keys;
    }

    /// <summary>Judged by what is written: an article with an error of its own is there all the same.</summary>
    private static KioskSetup Setup(Section kiosk, List<Article> articles, bool hasKnob)
    {
        var written = kiosk.Each("articles").ToList();
        var name = Named(kiosk, KioskKeys.FixedArticle, written);
        if (written.Count == 0)
            kiosk.Wrong(ConfigurationKeys.Article.All, "[]", "at least one article", 0);
        else if (name is null && !hasKnob &&
            written.All(row => row.OptionalText(ConfigurationKeys.Article.Key) is null))
            kiosk.Wrong(
                ConfigurationKeys.Article.All, "(no keys)", "a key for each article, a knob, or a fixedArticle", 0);
        var deposit = Named(kiosk, KioskKeys.Deposit, written);
        if (deposit is null && articles.Exists(article => article.HasDeposit))
            kiosk.Missing(KioskKeys.Deposit, "the article that comes with those that have withDeposit", 0);
        var cup = articles.Find(article => article.Id.ToString() == deposit);
        if (cup is { PaidWith: not null } or { HasDeposit: true })
            kiosk.Wrong(KioskKeys.Deposit, deposit, "an article that is paid in money, and has no deposit itself", 0);
        return new KioskSetup(
            articles.Find(article => article.Id.ToString() == name),
            kiosk.Number(KioskKeys.PriceListVersion))
        {
            SecondCardMilliseconds = kiosk.Number(KioskKeys.SecondCard) * 1_000,
            Deposit = cup,
            Articles = [.. articles],
        };
    }

    private static string? Named(Section kiosk, ConfigurationKey.Text key, List<Section> written)
    {
        var name = kiosk.OptionalText(key);
        if (name is not null && written.All(row => row.OptionalText(ConfigurationKeys.Article.Id) != name))
            kiosk.Wrong(key, name, 0);
        return name;
    }

    private static List<(string? Key, string Where, Article Article)> Articles(Section kiosk)
    {
        var rows = new List<(string? Key, string Where, Article Article)>();
        foreach (var section in kiosk.Each("articles"))
        {
            var article = ArticleReader.ReadWithTags(section, ConfigurationKeys.Article.Price) with
            {
                HasDeposit = section.Flag(ConfigurationKeys.Article.WithDeposit),
            };
            var key = section.OptionalText(ConfigurationKeys.Article.Key);
            if (article.Id != default && rows.Any(row => row.Article.Id == article.Id))
                section.Wrong(
                    ConfigurationKeys.Article.Id, article.Id.ToString(), "an id that no other article has", 0);
            if (key is not null && (Reserved.Contains(key) || rows.Any(row => row.Key == key)))
                section.Wrong(
                    ConfigurationKeys.Article.Key,
                    key,
                    $"a key that nothing else has ({string.Join(", ", Reserved)} have a meaning of their own)",
                    0);
            else
                rows.Add((key, $"{section.Name}.{ConfigurationKeys.Article.Key.Name}", article));
        }
        return rows;
    }
}
