using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What moves when one wallet is merged into another.</summary>
internal static class Merging
{
    /// <summary>Both sides of it.</summary>
    public static IEnumerable<Posting> Postings(WalletId gone, WalletId stays, LedgerBooks books) =>
        from asset in books.AssetsOf(gone)
        let amount = books.BalanceOf(Account.Of(gone), asset)
        where amount != Money.Zero
        from posting in new[]
        {
            new Posting(Account.Of(gone), asset, -amount), new Posting(Account.Of(stays), asset, amount),
        }
        select posting;
}
