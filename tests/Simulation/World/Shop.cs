using CloudBridge.Contract;
using EdgeTerminal.Core;
using EdgeTerminal.Host;

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

    /// <summary>At a gate: a person more.</summary>
    public const string MoreKey = "more";

    /// <summary>At a gate: the steward's.</summary>
    public const string ResetKey = "reset";

    private const long SecondCardMilliseconds = 8_000;

    /// <summary>Where all gates lead into, or out of, if there are several.</summary>
    private static readonly ZoneId Inside = ZoneId.Parse("inside");

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
    /// <param name="world">Where.</param>
    /// <param name="terminal">Which.</param>
    /// <param name="raised">What the ledger has put on each price of a kiosk.</param>
    public static TerminalSetup Setup(World world, int terminal, long raised = 0) => new(
        world.Limits,
        world.Story.Plan.KindOf(terminal) switch
        {
            StationKind.Kiosk => new KioskSetup(
                HasFixedArticle(world.Story.Plan, terminal) ? At(Keys["beer"], raised) : null, PriceListVersion: 1)
            {
                SecondCardMilliseconds = world.Story.Plan.SecondCards ? SecondCardMilliseconds : 0,
            },
            StationKind.Drink => Taps(world.Story.Plan, terminal),
            _ => Gate(world.Story.Plan, terminal),
        });

    /// <summary>What a drink station is told.</summary>
    public static PourSetup Taps(Plan plan, int terminal) =>
        new([Tap(plan, terminal)], PriceListVersion: 1) { HasHandTap = terminal % 4 == 3 };

    /// <summary>Its only tap.</summary>
    public static PourTap Tap(Plan plan, int terminal) =>
        new(Number: 1, Of("draught", 7_00), PulsesPerLitre: 380 + terminal % 3 * 35)
        {
            KegMicrolitres = plan.KegLitres * 1_000_000,
        };

    /// <summary>What a gate is told: nobody has a membership, so the price lets in.</summary>
    public static GateSetup Gate(Plan plan, int terminal)
    {
        var gates = plan.Of(StationKind.Gate).ToList();
        var place = gates.IndexOf(terminal);
        return new GateSetup(
            [
                new Admission(Of("member", 0) with { Entitlement = AssetId.Parse("SUB") }),
                new Admission(Of("day", 2_00)),
            ],
            PriceListVersion: 1)
        {
            IsWayOut = place % 3 == 2,
            WithoutList = place % 2 == 1 ? WithoutList.LetIn : WithoutList.Refuse,
            PassBack = new PassBackRules { IsOn = place % 2 == 0, ResetMilliseconds = 300_000 },
            Capacity = plan.Capacity,
            MostPeople = 4,
            Zone = gates.Count > 1 ? Inside : null,
            TellsPassing = place % 5 != 4,
        };
    }

    /// <summary>What keys of such a station stand for.</summary>
    /// <param name="kind">Of the station.</param>
    /// <param name="raised">As of a setup.</param>
    public static IReadOnlyDictionary<string, Input> KeysOf(StationKind kind, long raised = 0) => kind switch
    {
        StationKind.Kiosk => KioskReader.KeysOf(Keys.Select(row => (row.Key, At(row.Value, raised)))),
        StationKind.Drink => new Dictionary<string, Input>
        {
            [KeyNames.Stop] = new Input.PourStopped(),
        },
        _ => new Dictionary<string, Input>
        {
            [KeyNames.Clear] = new Input.ChoiceCleared(),
            [MoreKey] = new Input.PersonAdded(),
            [ResetKey] = new Input.ResetChosen(),
        },
    };

    private static Article At(Article article, long raised) =>
        article with { Price = article.Price + new Money(raised) };

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
