using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the ledger knows of a wallet besides its balances.</summary>
internal sealed class WalletBook
{
    /// <summary>Assets that it ever had.</summary>
    public SortedSet<AssetId> Assets { get; } = [];

    /// <summary>Something was bought with it.</summary>
    public bool EverUsed { get; set; }

    /// <summary>Daily allowances that it used on the latest day on which it used any.</summary>
    public ValueList<AllowanceUse> AllowancesUsed { get; private set; }

    /// <summary>Counts what a sale used of daily allowances.</summary>
    public void Use(Fact.Sale sale, long day)
    {
        var used = sale.Basket
            .Where(line => line.Allowance is not null)
            .Select(line => new AllowanceUse(line.Allowance!, day, line.Quantity));
        // Of days gone by no rule asks.
        var latest = AllowancesUsed.Concat(used).GroupBy(use => use.Day).MaxBy(group => group.Key);
        AllowancesUsed =
        [
            .. from use in latest?.AsEnumerable() ?? []
               group use.Count by (use.Name, use.Day) into uses
               select new AllowanceUse(uses.Key.Name, uses.Key.Day, Counted(uses)),
        ];
    }

    /// <summary>Beyond counting it stays at the most that can be: whatever an allowance is, it is used up.</summary>
    private static int Counted(IEnumerable<int> pieces) =>
        (int)Math.Min(int.MaxValue, pieces.Sum(count => (long)count));
}
