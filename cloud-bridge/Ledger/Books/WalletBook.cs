using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What the ledger knows of a wallet besides its balances.</summary>
internal sealed class WalletBook
{
    /// <summary>
    /// Names of allowances that are counted in one day, the first ones: a site has a few, and who holds a terminal's
    /// key could invent more than a list can carry.
    /// </summary>
    public const int MostAllowances = 16;

    /// <summary>Characters of an allowance's name that is counted.</summary>
    public const int LongestAllowance = 64;

    /// <summary>Cards that point to it.</summary>
    public ValueList<CardToken> Cards { get; set; }

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
        Cards = [.. Cards, .. other.Cards];
        Assets.UnionWith(other.Assets);
        EverUsed |= other.EverUsed;
        Former = [.. Former, .. other.Former, name];
        Use(other.AllowancesUsed);
    }

    /// <summary>Counts what a sale used of daily allowances.</summary>
    /// <returns>A card list would show it.</returns>
    public bool Use(Fact.Sale sale, long day) => Count(
        from line in sale.Basket
        where line.Allowance is { Length: <= LongestAllowance }
        select new AllowanceUse(line.Allowance!, day, line.Quantity));

    /// <summary>Counts what a pour used of a daily allowance.</summary>
    /// <returns>A card list would show it.</returns>
    public bool Use(Fact.Capture capture, long day) =>
        capture.Sold is { Allowance: { Length: <= LongestAllowance } name, Pieces: > 0 and var pieces } &&
        Count([new AllowanceUse(name, day, pieces)]);

    private bool Count(IEnumerable<AllowanceUse> used)
    {
        var before = AllowancesUsed;
        Use(used);
        return AllowancesUsed != before;
    }

    private void Use(IEnumerable<AllowanceUse> used)
    {
        // Of days gone by no rule asks.
        var latest = AllowancesUsed.Concat(used).GroupBy(use => use.Day).MaxBy(group => group.Key);
        AllowancesUsed =
        [
            .. (from use in latest?.AsEnumerable() ?? []
                group use.Count by (use.Name, use.Day) into uses
                select new AllowanceUse(uses.Key.Name, uses.Key.Day, Counted(uses))).Take(MostAllowances),
        ];
    }

    /// <summary>Beyond counting it stays at the most that can be: whatever an allowance is, it is used up.</summary>
    private static int Counted(IEnumerable<int> pieces) =>
        (int)Math.Min(int.MaxValue, pieces.Sum(count => (long)count));
}
