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

    /// <summary>Wallets that were merged into it.</summary>
    public ValueList<WalletId> Former { get; private set; }

    /// <summary>Another wallet was merged into it.</summary>
    public void TakeOver(WalletId name, WalletBook other)
    {
        Assets.UnionWith(other.Assets);
        EverUsed |= other.EverUsed;
        Former = [.. Former, .. other.Former, name];
        Use(other.AllowancesUsed);
    }

    /// <summary>Counts what a sale used of daily allowances.</summary>
    public void Use(Fact.Sale sale, long day)
    {
        Use(
            from line in sale.Basket
            where line.Allowance is not null
            select new AllowanceUse(line.Allowance!, day, line.Quantity));
    }

    private void Use(IEnumerable<AllowanceUse> used)
    {
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
