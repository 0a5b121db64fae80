namespace CloudBridge.Contract;

/// <summary>Sums over money, overflow checked.</summary>
public static class MoneySums
{
    /// <exception cref="OverflowException">The sum is beyond <see cref="Money.Limit"/>.</exception>
    public static Money Sum(this IEnumerable<Money> amounts) =>
        amounts.Aggregate(Money.Zero, static (sum, amount) => sum + amount);

    /// <summary>The sum; the limit where it is beyond: for what is shown and compared, and booked by nobody.</summary>
    public static Money SumOrLimit(this IEnumerable<Money> amounts)
    {
        var sum = amounts.Aggregate(Int128.Zero, static (sum, amount) => sum + amount.MinorUnits);
        return new Money((long)Int128.Clamp(sum, -Money.Limit, Money.Limit));
    }

    /// <summary>The same, the other way: what is taken where this is given.</summary>
    public static ValueList<AssetAmount> Negated(this ValueList<AssetAmount> parts) =>
        [.. parts.Select(part => part with { Amount = -part.Amount })];

    /// <summary>The ordinary money among these: what a price without a tag may be paid with.</summary>
    public static Money OrdinarySum(this IEnumerable<AssetAmount> parts) =>
        parts.Where(part => part.Asset.Category.SpendRank() is not null).Select(part => part.Amount).SumOrLimit();

    /// <exception cref="OverflowException">The sum is beyond <see cref="Money.Limit"/>.</exception>
    public static Money Sum<T>(this IEnumerable<T> items, Func<T, Money> amount) => items.Select(amount).Sum();
}
