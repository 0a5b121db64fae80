using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract.Vectors;

/// <summary>The messages and cards of docs/formats/vectors, typed by hand.</summary>
internal static class VectorMessages
{
    private static readonly Addressee Bar = Addressee.Of(Site.Bar);

    private static readonly AskMessage Ask = new(
        3, 81_234_567, new Nonce(new UInt128(0x0011_2233_4455_6677, 0x8899_AABB_CCDD_EEFF)));

    public static IReadOnlyList<(string Says, AckMessage Message)> Acks { get; } =
    [
        ("a receipt", new AckMessage(Site.Id, Bar, 1, [new EpochAck(1, 42, Digest.Of("line 42"u8))])),
        ("nothing was stored yet", new AckMessage(Site.Id, Bar, 1, [new EpochAck(1, 0, Digest.Zero)])),
        ("two epochs, after a restore", new AckMessage(
            Site.Id,
            Bar,
            1_795_187_391,
            [new EpochAck(1, 42, Digest.Of("line 42"u8)), new EpochAck(2, 7, Digest.Of("line 7"u8))])),
    ];

    public static IReadOnlyList<(string Says, BeatMessage Message)> Beats { get; } =
    [
        ("an answer", new BeatMessage(Site.Id, Bar, 1, 7, 2, 1_795_187_391_355, Ask)),
        ("there is no list, and no configuration", new BeatMessage(Site.Id, Bar, 1, 0, 0, 1_795_187_391_355, Ask)),
    ];

    public static IReadOnlyList<(string Says, ConfigMessage Message)> Configs { get; } =
    [
        ("a price", new ConfigMessage(
            Site.Id, Bar, 1, 3, new SealedConfig([new PricedArticle(ArticleId.Parse("beer"), new Money(400))]))),
        ("nothing is said any more", new ConfigMessage(Site.Id, Bar, 1, 4, new SealedConfig())),
        ("all that can be said of an article, staff, and limits, after a restore", new ConfigMessage(
            Site.Id,
            Bar,
            2,
            1_000_001,
            new SealedConfig(
                [
                    new PricedArticle(
                        ArticleId.Parse("beer"), new Money(400), "Bière", 2_000, "TIM", "SUB-VERGER", "18:00-02:00",
                        true, "alcohol"),
                ],
                VectorFolder.Read("config.json").Staff![0].Sealed,
                TerminalLimits.Default))),
    ];

    /// <summary>Inside of what is sealed for the terminal.</summary>
    public static StaffRules Staff { get; } = LedgerBench.Trusting with
    {
        Pins =
        [
            new StaffPin(Site.Card("04E141125B3C80"), "AAECAwQFBgcICQoLDA0ODw", 200_000, $"{Digest.Zero}"),
        ],
    };

    public static IReadOnlyList<CardEntry> Cards { get; } =
    [
        Kiosks.Card("04E141125B3C80", "TLF 850, TNF 0"),
        Kiosks.Card("DEADBEEF", "TLF 100") with { State = CardState.Blocked, EverUsed = false },
        Kiosks.Card("0102030405060708090A", "FED 9007199254740991, TLF -250, TLF-LYON 1") with
        {
            Class = CardClass.Aes,
            ValidThroughMilliseconds = 1_800_000_000_000,
            Age = AgeClass.Adult,
            Entitlements =
            [
                new Entitlement(AssetId.Parse("SUB"), 1_790_000_000_000, 1_800_000_000_000),
                new Entitlement(AssetId.Parse("BDG-CREW"), null, 1_800_000_000_000),
            ],
            AllowancesUsed = [new AllowanceUse("alcohol", 20_777, 2)],
        },
        Kiosks.Card("04AABBCCDDEEFF", "TIM 60") with { Class = CardClass.Counter, Age = AgeClass.Minor },
    ];

    /// <summary>Cards whose counters the ledger knows.</summary>
    public static IReadOnlyList<CardEntry> CountedCards { get; } =
    [
        Kiosks.Card("04AABBCCDDEEFF", "TLF 850") with { Class = CardClass.Counter, Counter = 0 },
        Kiosks.Card("04E141125B3C80", "TLF 100") with { Class = CardClass.Counter, Counter = 16_777_215 },
    ];

    /// <summary>Cards of a guest whose wallets were merged.</summary>
    public static IReadOnlyList<CardEntry> MergedCards { get; } =
    [
        Kiosks.Card("04AABBCCDDEEFF", "TLF 850") with
        {
            FormerWallets = [Kiosks.WalletOf("04E141125B3C80"), Kiosks.WalletOf("DEADBEEF")],
        },
    ];

    /// <summary>A card that displays speak French to, and nothing else that only some cards have.</summary>
    public static IReadOnlyList<CardEntry> SpokenCards { get; } =
        [Kiosks.Card("04AABBCCDDEEFF", "TLF 850") with { Language = LanguageTag.Parse("fr") }];

    /// <summary>The cards of one chunk of two: those whose token's highest bit is its index.</summary>
    public static IReadOnlyList<CardEntry> CardsOfHalf(int index) =>
        [.. Cards.Where(card => (int)(card.Card.Value >> 127) == index)];

    public static IEnumerable<(string Says, ListManifest Message)> Lists(
        IReadOnlyList<byte[]> whole,
        IReadOnlyList<byte[]> halves,
        IReadOnlyList<byte[]> counted,
        IReadOnlyList<byte[]> merged,
        IReadOnlyList<byte[]> spoken)
    {
        ListManifest Manifest(long version, IEnumerable<byte[]> chunks, params Watermark[] watermarks) => new(
            Site.Id,
            Addressee.Terminals,
            1,
            version,
            [.. watermarks],
            Cards.Count,
            [.. chunks.Select(chunk => Digest.Of(chunk))]);
        yield return ("a list of one chunk, before any record", Manifest(1, whole));
        yield return ("a list of two chunks, with watermarks", Manifest(
            7, halves, new Watermark(Site.Bar, 1, 42), new Watermark(TerminalId.Parse("bar-2"), 2, 0)));
        yield return ("a list of cards with counters", Manifest(8, counted) with { Cards = CountedCards.Count });
        yield return ("a list of merged cards, with a version of the keys", Manifest(9, merged) with
        {
            Cards = MergedCards.Count, Keys = 2,
        });
        yield return ("a list of a card with a language", Manifest(10, spoken) with { Cards = SpokenCards.Count });
    }
}
