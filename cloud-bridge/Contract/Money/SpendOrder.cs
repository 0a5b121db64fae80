namespace CloudBridge.Contract;

/// <summary>
/// How a price is split over what a wallet holds: gift, then local, then federated; within a category by the asset's
/// name, so that both ends split alike. A price tagged with time or loyalty is paid in that alone.
/// </summary>
public static class SpendOrder
{
    /// <summary>What of these balances may pay such a price, in the order of spending; nothing below zero.</summary>
    /// <param name="balances">One row an asset.</param>
    /// <param name="paidWith">The price's tag; null for an ordinary price.</param>
    public static IEnumerable<AssetAmount> Spendable(IEnumerable<AssetAmount> balances, AssetCategory? paidWith) =>
        balances
            .Where(balance => balance.Amount.IsPositive && MayPay(balance.Asset.Category, paidWith))
            .OrderBy(balance => balance.Asset.Category.SpendRank() ?? 0)
            .ThenBy(balance => balance.Asset);

    /// <summary>Splits a price: each asset gives what it has, the last takes the remainder.</summary>
    /// <param name="price">Not negative; zero gives no parts.</param>
    /// <param name="balances">What the wallet holds, one row an asset.</param>
    /// <param name="paidWith">The price's tag; null for an ordinary price.</param>
    /// <param name="parts">They sum up to the price exactly; empty when it cannot be paid.</param>
    /// <returns>False when the wallet cannot pay it whole.</returns>
    public static bool TrySplit(
        Money price, IEnumerable<AssetAmount> balances, AssetCategory? paidWith, out ValueList<AssetAmount> parts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(price.MinorUnits);
        var given = new List<AssetAmount>();
        var due = price;
        foreach (var balance in Spendable(balances, paidWith))
        {
            if (!due.IsPositive)
                break;
            var part = Money.Min(balance.Amount, due);
            given.Add(balance with { Amount = part });
            due -= part;
        }
        parts = due.IsPositive ? [] : [.. given];
        return !due.IsPositive;
    }

    private static bool MayPay(AssetCategory category, AssetCategory? paidWith) =>
        paidWith is { } tag ? category == tag : category.SpendRank() is not null;
}
