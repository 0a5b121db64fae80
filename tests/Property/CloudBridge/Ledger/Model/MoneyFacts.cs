using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Property.CloudBridge.Ledger.Model;

/// <summary>What a terminal's journal says of what happened.</summary>
internal static class MoneyFacts
{
    public static Fact Of(Happening happening) => happening switch
    {
        Happening.Sold sold => new Fact.Sale(
            Site.Card(sold.Payments[0].Card), Payments(sold.Payments), Basket(sold.Payments), Records.Verdict),
        Happening.Entered entered => new Fact.Entry(
            Site.Card(entered.Payments[0].Card), 1, Payments(entered.Payments), Records.Verdict),
        Happening.Voided voided => new Fact.Void(Place(voided.Sale), Payments(voided.Returned), Staff),
        Happening.Abandoned abandoned => new Fact.EntryAbandoned(
            Place(abandoned.Entry), Payments(abandoned.Returned)),
        Happening.Passed passed => new Fact.EntryPassed(Place(passed.Entry)),
        Happening.Held held => new Fact.Hold(
            Payment(held.Payment), ArticleId.Parse("beer"), new Money(1_000), 1_000,
            Records.Verdict),
        Happening.Captured captured => new Fact.Capture(
            Place(captured.Hold), Payment(captured.Payment), 10, 1_000, "cardGone"),
        Happening.Released released => new Fact.Release(Place(released.Hold), "noFlow"),
        Happening.Refilled refilled => new Fact.Refill(Payment(refilled.Payment), Staff),
        Happening.Refunded refunded => new Fact.Refund(Payment(refunded.Payment), Staff),
        Happening.DepositReturned returned => new Fact.DepositReturn(Payment(returned.Payment), 1, Staff),
        Happening.Closed => new Fact.Closure(1, [], []),
        _ => throw new InvalidOperationException($"{happening}"),
    };

    /// <summary>Has a badge.</summary>
    public const string StaffCard = "0455667788AABB";

    private static CardToken Staff { get; } = Site.Card(StaffCard);

    private static RecordPosition Place(long sequence) => new(1, sequence);

    private static ValueList<Payment> Payments(Paid[] payments) => [.. payments.Select(Payment)];

    private static Payment Payment(Paid paid) => new(
        Site.Card(paid.Card),
        paid.Wallet is { } wallet ? Kiosks.WalletOf(wallet) : null,
        Parts(paid.Parts));

    public static ValueList<AssetAmount> Parts(IReadOnlyDictionary<string, long> parts) =>
    [
        .. from part in parts.OrderBy(part => part.Key, StringComparer.Ordinal)
           select Records.Amount(part.Key, part.Value),
    ];

    /// <summary>One article a tag, at exactly what is paid.</summary>
    private static ValueList<BasketLine> Basket(Paid[] payments) =>
    [
        .. from payment in payments
           from part in payment.Parts
           group part.Value by part.Key == "TIM" into tag
           select new BasketLine(
               ArticleId.Parse("round"), 1, new Money(tag.Sum()), 2000,
               tag.Key ? AssetCategory.Time : null),
    ];
}
