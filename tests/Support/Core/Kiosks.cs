using System.Collections.Immutable;
using CloudBridge.Contract;
using EdgeTerminal.Core;

namespace Tests.Support;

/// <summary>Kiosks, articles and cards for tests.</summary>
public static class Kiosks
{
    public const string Guest = "04E141125B3C80";

    public const string Other = "04AABBCCDDEEFF";

    public static Article Beer { get; } = new(ArticleId.Parse("beer"), "Bière", new Money(350), 2000);

    public static Article Syrup { get; } = new(ArticleId.Parse("syrup"), "Sirop", new Money(150), 550);

    public static KioskSetup Bar { get; } = new(FixedArticle: null, PriceListVersion: 3);

    /// <summary>Limits far away, so that a test sees only the one it is about.</summary>
    public static TerminalLimits Generous { get; } = TerminalLimits.Default with
    {
        Uid = Wide,
        Counter = Wide,
        Aes = Wide,
        OfflineTotal = new Money(1_000_000_00),
        FreshSeconds = 60,
        ExpirySeconds = 3600,
        UntrustedBoots = 3,
    };

    private static ClassLimits Wide => new(
        FreshLimit: new Money(100_000_00),
        OfflineLimit: new Money(100_000_00),
        FloorLimit: new Money(100_000_00),
        FirstUseLimit: new Money(100_000_00),
        VelocityTaps: ClassLimits.MostVelocityTaps,
        VelocitySeconds: 600);

    public static TerminalSetup Setup(TerminalLimits? limits = null, KioskSetup? kiosk = null) =>
        new(limits ?? Generous, kiosk ?? Bar);

    /// <summary>A kiosk that has started and has a fresh list of these cards.</summary>
    public static TerminalDriver Open(TerminalSetup setup, params CardEntry[] entries)
    {
        var driver = new TerminalDriver(setup);
        driver.Start();
        driver.ApplyList(1, watermark: 0, entries);
        driver.Confirm();
        return driver;
    }

    /// <summary>A good card: <c>Card(Guest, "TNF 200, TLF 1000")</c>.</summary>
    public static CardEntry Card(string uid, string balances) => new(
        Site.Card(uid),
        WalletOf(uid),
        CardState.Ok,
        CardClass.Uid,
        [.. Amounts(balances)],
        EverUsed: true);

    public static WalletId WalletOf(string uid) => new(Site.Card(uid).Value ^ 1);

    public static ImmutableArray<AssetAmount> Amounts(string text) =>
    [
        .. from row in text.Split(", ", StringSplitOptions.RemoveEmptyEntries)
           let words = row.Split(' ')
           select Records.Amount(words[0], long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
