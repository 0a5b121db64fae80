using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a sale used of daily allowances.</summary>
internal static class Allowances
{
    /// <summary>One row an allowance; the day is that of the record.</summary>
    public static ValueList<AllowanceUse> Of(Fact.Sale sale, Stamp stamp, TerminalLimits limits) =>
    [
        .. from line in sale.Basket
           where line.Allowance is not null
           group line.Quantity by line.Allowance into uses
           select new AllowanceUse(uses.Key, limits.DayOf(stamp.WallMilliseconds), uses.Sum()),
    ];
}
