using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What a list takes off booked balances: money that is spoken for.</summary>
internal sealed class Deductions
{
    private readonly Dictionary<WalletId, SortedDictionary<AssetId, Int128>> rows = [];

    /// <summary>So much of an asset is spoken for.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="asset">Of what.</param>
    /// <param name="amount">Not below zero.</param>
    public void Add(WalletId wallet, AssetId asset, Money amount)
    {
        if (!rows.TryGetValue(wallet, out var assets))
            rows.Add(wallet, assets = []);
        assets[asset] = assets.GetValueOrDefault(asset) + amount.MinorUnits;
    }

    /// <summary>Wallets of which something else is spoken for than there.</summary>
    public IEnumerable<WalletId> OtherThan(Deductions others) =>
        rows.Keys.Union(others.rows.Keys).Where(wallet =>
            !(rows.TryGetValue(wallet, out var mine) && others.rows.TryGetValue(wallet, out var theirs) &&
                mine.SequenceEqual(theirs)));

    /// <summary>A wallet's balances as a list shows them.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="assets">That it ever had.</param>
    /// <param name="freeOf">What is booked and not set aside: more than money can be, perhaps.</param>
    public ValueList<AssetAmount> Listed(
        WalletId wallet, IEnumerable<AssetId> assets, Func<Account, AssetId, Int128> freeOf)
    {
        var account = Account.Of(wallet);
        var spokenFor = rows.GetValueOrDefault(wallet) ?? [];
        return
        [
            .. from asset in spokenFor.Count == 0 ? assets : assets.Union(spokenFor.Keys).Order()
               let left = freeOf(account, asset) - spokenFor.GetValueOrDefault(asset)
               select new AssetAmount(asset, new Money((long)Int128.Clamp(left, -Money.Limit, Money.Limit))),
        ];
    }
}
