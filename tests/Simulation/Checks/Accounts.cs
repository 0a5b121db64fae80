using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>
/// A plain fold of facts: what wallets have, by what their cards' records say. It shares nothing with the books.
/// </summary>
internal sealed class Accounts(Deck deck)
{
    private readonly Dictionary<(WalletId Wallet, AssetId Asset), long> balances = [];
    private readonly Dictionary<CardToken, WalletId> wallets =
        deck.Known.ToDictionary(card => card.Card, card => card.Wallet);

    /// <summary>What is set aside of it.</summary>
    public OpenHolds Holds { get; } = new();

    /// <summary>All rows.</summary>
    public IReadOnlyDictionary<(WalletId Wallet, AssetId Asset), long> Rows => balances;

    /// <summary>Begins with what the cards had.</summary>
    public Accounts Open()
    {
        balances.Clear();
        Holds.Clear();
        foreach (var card in deck.Known)
            foreach (var row in card.Balances)
                Add(card.Wallet, row.Asset, row.Amount.MinorUnits);
        return this;
    }

    /// <summary>What a wallet has.</summary>
    public long Of(WalletId wallet, AssetId asset) => balances.GetValueOrDefault((wallet, asset));

    /// <summary>
    /// What a wallet has to say of an asset: those that may pay a price without a tag stand in for each other.
    /// </summary>
    public static long Together(AssetId asset, IEnumerable<AssetId> assets, Func<AssetId, long> balanceOf) =>
        asset.Category.SpendRank() is null
            ? balanceOf(asset)
            : assets.Where(one => one.Category.SpendRank() is not null).Sum(balanceOf);

    /// <summary>What a wallet has, of an asset and of those that stand in for it.</summary>
    public long Together(WalletId wallet, AssetId asset) => Together(
        asset,
        balances.Keys.Where(row => row.Wallet == wallet).Select(row => row.Asset).ToList(),
        one => Of(wallet, one));

    /// <summary>The wallet that a movement is of; null when nobody knows the card.</summary>
    public WalletId? WalletOf(Movement movement) =>
        movement.Wallet ?? (wallets.TryGetValue(movement.Card, out var known) ? known : null);

    /// <summary>No other asset of the wallet stands in for this one.</summary>
    public bool IsAlone(WalletId wallet, AssetId asset) => asset.Category.SpendRank() is null || !balances.Keys.Any(
        row => row.Wallet == wallet && row.Asset != asset && row.Asset.Category.SpendRank() is not null);

    /// <summary>Takes a record; what it says again was said before.</summary>
    /// <returns>What it changed.</returns>
    public List<(WalletId Wallet, AssetId Asset)> Take(JournalRecord record)
    {
        Holds.Take(record);
        var changed = new List<(WalletId, AssetId)>();
        foreach (var movement in record.Reissues is null ? record.Fact.Movements() : [])
            if (WalletOf(movement) is { } wallet)
            {
                Add(wallet, movement.Asset, movement.Amount.MinorUnits);
                changed.Add((wallet, movement.Asset));
            }
        return changed;
    }

    private void Add(WalletId wallet, AssetId asset, long units) =>
        balances[(wallet, asset)] = Of(wallet, asset) + units;
}
