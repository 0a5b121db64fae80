using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a sale or a pour used of daily allowances.</summary>
internal static class Allowances
{
    /// <summary>Of any fact.</summary>
    public static ValueList<AllowanceUse> Of(Fact fact, Stamp stamp, TerminalLimits limits) => fact switch
    {
        Fact.Sale sale => Of(sale, stamp, limits),
        Fact.Capture { Sold: { Allowance: { } name, Pieces: > 0 and var pieces } } =>
            [new AllowanceUse(name, limits.DayOf(stamp.WallMilliseconds), pieces)],
        _ => [],
    };

    /// <summary>Who buys uses them up, not who helps to pay.</summary>
    public static bool AreUsedBy(CardToken card, Fact fact) => fact is not Fact.Sale sale || sale.Card == card;

    /// <summary>One row an allowance; the day is that of the record.</summary>
    public static ValueList<AllowanceUse> Of(Fact.Sale sale, Stamp stamp, TerminalLimits limits) =>
    [
        .. from line in sale.Basket
           where line.Allowance is not null
           group line.Quantity by line.Allowance into uses
           select new AllowanceUse(uses.Key, limits.DayOf(stamp.WallMilliseconds), uses.Sum()),
    ];
}
