using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Simulation;

/// <summary>What is sold, and by which limits.</summary>
internal static class Shop
{
    /// <summary>A list is fresh for so long.</summary>
    public const int FreshSeconds = 60;

    /// <summary>Starts in a row without a beat.</summary>
    public const int UntrustedBoots = 2;

    /// <summary>The most that a card spends before any list has it, in cents.</summary>
    public const long UnknownCardLimit = 4_00;

    private static readonly (string Key, int Often, Article Article)[] Articles =
    [
        ("beer", 44, Of("beer", 3_50)),
        ("syrup", 36, Of("syrup", 1_50)),
        ("meal", 8, Of("meal", 12_00)),
        ("wine", 2, Of("wine", 4_00) with { AdultsOnly = true }),
        ("lounge", 2, Of("lounge", 5_00) with { Entitlement = AssetId.Parse("BDG-LOUNGE") }),
        ("breakfast", 2, Of("breakfast", 6_00) with { Window = new SaleWindow(6 * 60, 10 * 60) }),
        ("magnum", 2, Of("magnum", 18_00)),
        ("shot", 3, Of("shot", 2_00) with { Allowance = "shots" }),
        ("massage", 3, Of("massage", 30) with { PaidWith = AssetCategory.Time }),
    ];

    private static readonly string[] Weighted =
        [.. Articles.SelectMany(row => Enumerable.Repeat(row.Key, row.Often))];

    /// <summary>Which key stands for which article.</summary>
    public static IReadOnlyDictionary<string, Article> Keys { get; } =
        Articles.ToDictionary(row => row.Key, row => row.Article);

    /// <summary>What a guest presses.</summary>
    public static string[] Wish(Chance chance) =>
        chance.Happens(0.05) ? []
        : chance.Happens(0.2) ? [chance.Of(Weighted), chance.Of(Weighted)]
        : [chance.Of(Weighted)];

    /// <summary>What a terminal is told.</summary>
    public static TerminalSetup Setup(World world, int terminal) => new(
        world.Limits,
        new KioskSetup(HasFixedArticle(world.Story.Plan, terminal) ? Keys["beer"] : null, PriceListVersion: 1));

    /// <summary>It asks for the price of its one article, and needs no keys.</summary>
    public static bool HasFixedArticle(Plan plan, int terminal) => plan.FixedArticles && terminal % 2 == 1;

    /// <summary>What the ledger has granted.</summary>
    public static TerminalLimits Limits(Plan plan)
    {
        var uid = new ClassLimits(
            new Money(plan.FreshLimit),
            new Money(plan.OfflineLimit),
            FloorLimit: new Money(16_00),
            FirstUseLimit: new Money(5_00),
            plan.VelocityTaps,
            VelocitySeconds: 300);
        return TerminalLimits.Default with
        {
            Uid = uid,
            Counter = uid,
            Aes = uid,
            OfflineTotal = new Money(plan.OfflineTotal),
            FreshSeconds = FreshSeconds,
            ExpirySeconds = plan.ExpirySeconds,
            UntrustedBoots = UntrustedBoots,
            UnknownCards = new UnknownCardRules(
                UnknownCardPolicy.Allow,
                AssetId.Of(AssetCategory.Local),
                new Money(UnknownCardLimit),
                new Money(12_00)),
            Allowances = [new AllowanceLimit("shots", 3)],
        };
    }

    private static Article Of(string id, long price) => new(ArticleId.Parse(id), id, new Money(price), 2_000);
}
