using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// A terminal splits a price by what it knows of the wallet. Where the wallet then lacks an asset, others that it has
/// stand in, in the order of spending.
/// </summary>
internal static class StandIns
{
    /// <summary>What stands in for what postings take beyond what there is.</summary>
    /// <param name="postings">Every account can hold them.</param>
    /// <param name="books">Before them.</param>
    public static ValueList<Shift> For(ValueList<Posting> postings, LedgerBooks books)
    {
        var shifts = new List<Shift>();
        foreach (var wallet in WalletsOf(postings))
        {
            var after = After(wallet, postings, books);
            foreach (var (asset, taken) in TakenFrom(wallet, postings))
                Cover(wallet, asset, taken, after, shifts);
        }
        return [.. shifts];
    }

    private static void Cover(
        WalletId wallet, AssetId asset, Money taken, SortedDictionary<AssetId, Money> after, List<Shift> shifts)
    {
        // What was lacking before this record is not this record's to mend.
        var lack = Money.Min(-after[asset], taken);
        var rows = after.Select(row => new AssetAmount(row.Key, row.Value));
        foreach (var other in SpendOrder.Spendable(rows, paidWith: null).ToList())
        {
            if (!lack.IsPositive)
                return;
            var part = Money.Min(other.Amount, lack);
            shifts.Add(new Shift(wallet, other.Asset, asset, part));
            after[other.Asset] -= part;
            after[asset] += part;
            lack -= part;
        }
    }

    private static IEnumerable<WalletId> WalletsOf(ValueList<Posting> postings)
    {
        var seen = new HashSet<WalletId>();
        foreach (var posting in postings)
            if (posting.Account.IsWallet(out var wallet) && seen.Add(wallet))
                yield return wallet;
    }

    private static SortedDictionary<AssetId, Money> After(
        WalletId wallet, ValueList<Posting> postings, LedgerBooks books)
    {
        var account = Account.Of(wallet);
        var after = new SortedDictionary<AssetId, Money>();
        foreach (var asset in books.AssetsOf(wallet))
            after[asset] = books.BalanceOf(account, asset);
        foreach (var row in NextBalances.After(postings, books.BalanceOf).Rows.Where(row => row.Account == account))
            after[row.Asset] = row.Amount;
        return after;
    }

    /// <summary>Time and loyalty stand in for nothing, and nothing for them.</summary>
    private static IEnumerable<(AssetId Asset, Money Taken)> TakenFrom(WalletId wallet, ValueList<Posting> postings) =>
        from posting in postings
        where posting.Account == Account.Of(wallet) && posting.Asset.Category.SpendRank() is not null
        group -posting.Amount by posting.Asset into taken
        // Two cards of one wallet may each take all that can be counted, where there was so much.
        let sum = taken.SumOrLimit()
        where sum.IsPositive
        select (taken.Key, sum);
}
