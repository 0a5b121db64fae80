namespace CloudBridge.Contract;

/// <summary>Sums over money, overflow checked.</summary>
public static class MoneySums
{
    /// <exception cref="OverflowException">The sum is beyond <see cref="Money.Limit"/>.</exception>
    public static Money Sum(this IEnumerable<Money> amounts) =>
        amounts.Aggregate(Money.Zero, static (sum, amount) => sum + amount);

    /// <exception cref="OverflowException">The sum is beyond <see cref="Money.Limit"/>.</exception>
    public static Money Sum<T>(this IEnumerable<T> items, Func<T, Money> amount) => items.Select(amount).Sum();
}
