using CloudBridge.Contract;
using FsCheck;
using FsCheck.Fluent;
using Tests.Support;

namespace Tests.Property.CloudBridge.Contract;

/// <summary>Generators of the contract's values.</summary>
internal static class Gens
{
    public static Gen<long> SafeLong { get; } = Gen.OneOf(
        Gen.Choose(0, 1_000).Select(number => (long)number),
        Gen.Elements(-Money.Limit, -1, 0, 1, Money.Limit),
        Gen.Choose(0, int.MaxValue).Select(number => (long)number * 4_000_000));

    public static Gen<long> Count { get; } = SafeLong.Select(Math.Abs);

    public static Gen<Money> Price { get; } = Gen.Choose(0, 5_000).Select(cents => new Money(cents));

    public static Gen<Money> Positive { get; } = Gen.Choose(1, 100_000).Select(cents => new Money(cents));

    public static Gen<UInt128> Bits128 { get; } =
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), 16)
        select bytes.Aggregate(UInt128.Zero, (sum, value) => (sum << 8) | (byte)value);

    public static Gen<Digest> Hash { get; } = from high in Bits128 from low in Bits128 select new Digest(high, low);

    public static Gen<CardToken> Card { get; } = Bits128.Select(bits => new CardToken(bits));

    public static Gen<WalletId?> Wallet { get; } =
        Gen.OneOf(Gen.Constant<WalletId?>(null), Bits128.Select(bits => (WalletId?)new WalletId(bits)));

    public static Gen<AssetId> MoneyAsset { get; } =
        Gen.Elements("TNF", "TLF", "FED", "TLF-LYON", "TLF-A1", "TIM", "FID").Select(AssetId.Parse);

    public static Gen<AssetAmount> Amount { get; } =
        from asset in MoneyAsset from amount in SafeLong select new AssetAmount(asset, new Money(amount));

    public static Gen<ArticleId> Article { get; } =
        Gen.Elements("beer", "Sirop.2", "a", "cup_deposit").Select(ArticleId.Parse);

    public static Gen<RecordPosition> Position { get; } =
        from epoch in Gen.Choose(1, 5)
        from sequence in Gen.Choose(1, 1_000_000)
        select new RecordPosition(epoch, sequence);

    public static Gen<string> Text { get; } = Gen.Elements("", "ok", "ÿ€\u2028\"\\", new string('x', 200));

    public static Gen<ValueList<T>> ListOf<T>(Gen<T> item, int most) =>
        from count in Gen.Choose(0, most) from items in Gen.ArrayOf(item, count) select Of(items);

    public static Gen<long> Reading { get; } = Gen.Choose(0, (int)CounterReading.Highest).Select(value => (long)value);

    public static Gen<ListVersion> List { get; } =
        from era in Gen.Choose(1, 3) from version in Gen.Choose(1, 9_999) select new ListVersion(era, version);

    public static Gen<Verdict> Verdict { get; } =
        from mode in Gen.Elements(Enum.GetValues<ListMode>())
        from list in Gen.OrNull(List)
        from age in Gen.OneOf(Gen.Constant<long?>(null), Count.Select(count => (long?)count))
        from presented in Gen.Elements<CardClass?>(null, CardClass.Uid, CardClass.Counter, CardClass.Aes)
        from prices in Count
        from assumed in ListOf(Gen.Elements(Enum.GetValues<TimedCheck>()), 3)
        from counter in Gen.OneOf(Gen.Constant<long?>(null), Reading.Select(value => (long?)value))
        from missing in Gen.Elements(true, false)
        select new Verdict(mode, list, age, presented, prices, assumed, counter, missing);

    public static Gen<Payment> Payment { get; } =
        from card in Card
        from wallet in Wallet
        from assets in Gen.NonEmptyListOf(MoneyAsset)
        from amounts in Gen.ArrayOf(Positive, assets.Distinct().Count())
        select new Payment(
            card, wallet, Of([.. assets.Distinct().Zip(amounts, (asset, amount) => new AssetAmount(asset, amount))]));

    public static Gen<BasketLine> Line { get; } =
        from article in Article
        from quantity in Gen.Choose(1, 20)
        from price in Price
        from tax in Gen.Choose(0, 10_000)
        from tag in Gen.Elements<AssetCategory?>(null, null, AssetCategory.Time, AssetCategory.Loyalty)
        from allowance in Gen.Elements(null, "alcohol")
        select new BasketLine(article, quantity, price, tax, tag, allowance);

    public static ValueList<T> Of<T>(T[] items) => [.. items];

    /// <summary>A sale that is paid exactly, as a terminal makes it.</summary>
    public static Gen<Fact.Sale> Sale { get; } =
        from card in Card
        from wallet in Wallet
        from basket in ListOf(Line, 4)
        from verdict in Verdict
        let parts =
            from line in basket
            group line.Cost() by line.PaidWith into tag
            let sum = tag.Sum()
            where sum.IsPositive
            select new AssetAmount(AssetId.Of(tag.Key ?? AssetCategory.Local), sum)
        let paid = Of(parts.ToArray())
        select new Fact.Sale(card, paid.Count == 0 ? [] : [new Payment(card, wallet, paid)], basket, verdict);
}
