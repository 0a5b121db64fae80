using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What each person of a group pays of what the card pays for all: the same sum, to the last unit.</summary>
internal static class Shares
{
    /// <param name="parts">For all; their sum is a multiple of the number of people.</param>
    /// <param name="people">From 1.</param>
    public static IEnumerable<ValueList<AssetAmount>> Of(ValueList<AssetAmount> parts, int people)
    {
        var price = new Money(parts.Sum(part => part.Amount).MinorUnits / people);
        var left = parts;
        for (var person = 0; person < people; person++)
        {
            if (!SpendOrder.TrySplit(price, left, paidWith: null, out var share))
                throw new InvalidOperationException("The shares are more than the whole.");
            left = Balances.Less(left, share);
            yield return share;
        }
    }
}
