using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Demo;

/// <summary>A story file, read: who is there, what happens, and what must come of it.</summary>
internal sealed class Story
{
    private readonly List<StoryArticle> articles = [];
    private readonly List<StoryCard> cards = [];
    private readonly List<StoryStep> steps = [];
    private readonly List<StoryBalance> expected = [];

    // Of the cards of class aes, which are Ultralight AES: nobody but this evening's reader and its cards knows it.
    private readonly string key = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public string Site { get; private set; } = "";

    public string Terminal { get; private set; } = "";

    public ImmutableArray<string> Limits { get; private set; } = [];

    public IReadOnlyList<StoryArticle> Articles => articles;

    public IReadOnlyList<StoryCard> Cards => cards;

    public IReadOnlyList<StoryStep> Steps => steps;

    public IReadOnlyList<StoryBalance> Expected => expected;

    public static Story Read(string path)
    {
        var story = new Story();
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0 && !story.Take(text))
                throw new FormatException($"{path}, line {index + 1}: '{text}' is not something that a story can say.");
        }
        return story;
    }

    /// <summary>The site that it plays at.</summary>
    public SitePlan Plan() => new(
        Site,
        Terminal,
        Limits,
        [
            .. from card in cards
               from balance in card.Balances
               select $"{card.Uid},{card.Class},{card.State},{balance.Asset},{balance.Amount}",
        ],
        [
            .. articles.Select(article => new SiteArticle(
                article.Id, article.Key, article.Name, article.Cents, article.TaxBasisPoints)),
        ])
    {
        Populations = cards.Any(card => card.Class == "aes")
            ? [new SitePopulation("bracelets", "ultralightAes", key)]
            : [],
    };

    public StoryCard Card(string who) => cards.Find(card => card.Who == who)
        ?? throw new FormatException($"The story has no card or stranger called '{who}'.");

    public StoryArticle Article(string id) => articles.Find(article => article.Id == id)
        ?? throw new FormatException($"The story has no article '{id}'.");

    private bool Take(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["site", var name]:
                Site = name;
                return true;
            case ["terminal", var name]:
                Terminal = name;
                return true;
            case ["limits", .. var options]:
                Limits = [.. options];
                return true;
            case ["article", var id, var key, var price, var tax, .. var name]:
                articles.Add(new StoryArticle(id, key, Cents(price), (int)Cents(tax), string.Join(' ', name)));
                return true;
            case ["card", var who, var uid, var cardClass, var state, .. var balances]:
                cards.Add(new StoryCard(who, uid, cardClass, state, Amounts(string.Join(' ', balances)))
                {
                    Order = cardClass == "aes" ? $"ultralight-aes {uid} master={key}" : uid,
                });
                return true;
            case ["copy", var who, var whose]:
                var uidOfBoth = Card(whose).Uid;
                cards.Add(new StoryCard(who, uidOfBoth, Class: "", State: "", [])
                {
                    Order = $"ntag213 {uidOfBoth}",
                });
                return true;
            case ["stranger", var who, var uid]:
                cards.Add(new StoryCard(who, uid, Class: "", State: "", []) { Order = uid });
                return true;
            case ["expect", var who, var asset, var cents]:
                expected.Add(new StoryBalance(who, AssetId.Parse(asset), Cents(cents)));
                return true;
            case ["say", ..]:
                steps.Add(new StoryStep.Say(text["say".Length..].Trim()));
                return true;
            default:
                return StepOf(words) is { } step && Add(step);
        }
    }

    private static StoryStep? StepOf(string[] words) => words switch
    {
        ["tap", var who, .. var basket, "approved"] => new StoryStep.Tap(who, [.. basket], new Answer.Approved()),
        ["tap", var who, .. var basket, "earlier"] => new StoryStep.Tap(who, [.. basket], new Answer.Earlier()),
        ["tap", var who, .. var basket, "interrupted"] => new StoryStep.Tap(who, [.. basket], new Answer.Interrupted()),
        ["tap", var who, .. var basket, "refused", var reason] =>
            new StoryStep.Tap(who, [.. basket], new Answer.Refused((int)Cents(reason))),
        ["balance", var who, var cents] => new StoryStep.Balance(who, Cents(cents)),
        ["network", "cut"] => new StoryStep.Network(IsThere: false),
        ["network", "back"] => new StoryStep.Network(IsThere: true),
        ["start"] => new StoryStep.Start(),
        ["settle"] => new StoryStep.Settle(),
        _ => null,
    };

    private bool Add(StoryStep step)
    {
        steps.Add(step);
        return true;
    }

    private static ImmutableArray<AssetAmount> Amounts(string text) =>
    [
        .. from row in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let words = row.Split(' ')
           select new AssetAmount(AssetId.Parse(words[0]), new Money(Cents(words[1]))),
    ];

    private static long Cents(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

internal sealed record StoryArticle(string Id, string Key, long Cents, int TaxBasisPoints, string Name);

internal sealed record StoryCard(
    string Who, string Uid, string Class, string State, ImmutableArray<AssetAmount> Balances)
{
    /// <summary>As the emulated reader is told to make it.</summary>
    public required string Order { get; init; }

    public bool IsStranger => Class.Length == 0;
}

internal sealed record StoryBalance(string Who, AssetId Asset, long Cents);
