using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What accounts would have after some postings; it need not fit into money.</summary>
internal sealed class NextBalances
{
    private readonly Dictionary<(Account Account, AssetId Asset), Int128> rows = [];

    private NextBalances()
    {
    }

    /// <summary>An account that would have more than can be counted, as the end of a sentence; null: none.</summary>
    public string? Flaw => rows
        .Where(row => row.Value < -Money.Limit || row.Value > Money.Limit)
        .Select(row => $"{row.Key.Account} would have {row.Value} {row.Key.Asset}; at most {Money.Limit} either way")
        .FirstOrDefault();

    /// <summary>Every account and asset that was posted to, and what it then has.</summary>
    /// <exception cref="OverflowException">There is a <see cref="Flaw"/>.</exception>
    public IEnumerable<Posting> Rows =>
        rows.Select(row => new Posting(row.Key.Account, row.Key.Asset, new Money((long)row.Value)));

    /// <summary>Posts to balances as they are.</summary>
    public static NextBalances After(IEnumerable<Posting> postings, Func<Account, AssetId, Money> balanceOf)
    {
        var after = new NextBalances();
        foreach (var posting in postings)
        {
            var key = (posting.Account, posting.Asset);
            if (!after.rows.TryGetValue(key, out var before))
                before = balanceOf(posting.Account, posting.Asset).MinorUnits;
            after.rows[key] = before + posting.Amount.MinorUnits;
        }
        return after;
    }
}
