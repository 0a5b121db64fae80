using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What every account has of every asset. All that is posted sums up to zero, so all of it does.</summary>
internal sealed class Accounts
{
    private readonly Dictionary<(Account Account, AssetId Asset), Money> balances = [];

    private readonly Dictionary<Account, SortedDictionary<AssetId, Money>> suspense = [];

    /// <summary>
    /// Balances for which somebody has to decide, in order: few, and found without going through everybody's.
    /// </summary>
    public IEnumerable<Posting> Suspense => suspense
        .OrderBy(row => row.Key)
        .SelectMany(row => row.Value.Select(sum => new Posting(row.Key, sum.Key, sum.Value)));

    /// <summary>All balances that are not zero, in order.</summary>
    public IEnumerable<Posting> All => balances
        .Where(row => row.Value != Money.Zero)
        .OrderBy(row => row.Key.Account).ThenBy(row => row.Key.Asset)
        .Select(row => new Posting(row.Key.Account, row.Key.Asset, row.Value));

    /// <summary>What an account has of an asset.</summary>
    public Money BalanceOf(Account account, AssetId asset) => balances.GetValueOrDefault((account, asset));

    /// <summary>What a card has in suspense.</summary>
    public IReadOnlyList<AssetAmount> SuspenseOf(CardToken card) =>
        suspense.TryGetValue(Account.SuspenseOf(card), out var sums)
            ? [.. sums.Select(row => new AssetAmount(row.Key, row.Value))]
            : [];

    /// <summary>Posts all of them; each account can hold it: <see cref="NextBalances.Flaw"/>.</summary>
    public void Post(IEnumerable<Posting> postings)
    {
        foreach (var row in NextBalances.After(postings, BalanceOf).Rows.ToList())
        {
            balances[(row.Account, row.Asset)] = row.Amount;
            if (row.Account.IsSuspense)
                Keep(row);
        }
    }

    private void Keep(Posting row)
    {
        if (!suspense.TryGetValue(row.Account, out var sums))
            suspense[row.Account] = sums = [];
        sums[row.Asset] = row.Amount;
        if (row.Amount == Money.Zero)
            sums.Remove(row.Asset);
        if (sums.Count == 0)
            suspense.Remove(row.Account);
    }
}
