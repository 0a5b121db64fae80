using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What every account has of every asset. All that is posted sums up to zero, so all of it does.</summary>
internal sealed class Accounts
{
    private readonly Dictionary<(Account Account, AssetId Asset), Money> balances = [];

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> All => balances
        .Where(row => row.Value != Money.Zero)
        .OrderBy(row => row.Key.Account).ThenBy(row => row.Key.Asset)
        .Select(row => new Posting(row.Key.Account, row.Key.Asset, row.Value));

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => balances.GetValueOrDefault((account, asset));

    /// <summary>Posts all of them; each account can hold it: <see cref="NextBalances.Flaw"/>.</summary>
    public void Post(IEnumerable<Posting> postings)
    {
        foreach (var row in NextBalances.After(postings, BalanceOf).Rows.ToList())
            balances[(row.Account, row.Asset)] = row.Amount;
    }
}
