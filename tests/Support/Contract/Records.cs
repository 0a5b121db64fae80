using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Records and facts for tests, with everything filled in.</summary>
public static class Records
{
    public static Verdict Verdict { get; } =
        new(ListMode.Fresh, new ListVersion(1, 7), 1_200, CardClass.Uid, PriceListVersion: 3, AssumedGood: []);

    public static Fact.Sale Beer { get; } = new(
        Site.Card("04E141125B3C80"),
        [new Payment(Site.Card("04E141125B3C80"), Wallet(1), [Amount("TNF", 200), Amount("TLF", 150)])],
        [new BasketLine(ArticleId.Parse("beer"), 1, new Money(350), 2000)],
        Verdict);

    public static WalletId Wallet(int number) => new((UInt128)number);

    public static AssetAmount Amount(string asset, long minorUnits) => new(AssetId.Parse(asset), new Money(minorUnits));

    public static JournalRecord At(long sequence, Fact fact, Digest previous = default) => new(
        Site.Id,
        Site.Bar,
        new RecordPosition(1, sequence),
        previous,
        new Stamp(1, 1_000 * sequence, 1_790_000_000_000 + 1_000 * sequence, Trusted: true),
        fact);
}
