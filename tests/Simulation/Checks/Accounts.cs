using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>
/// A plain fold of facts: what wallets have, by what their cards' records say. It shares nothing with the books.
/// </summary>
/// <param name="deck">What the cards had.</param>
/// <param name="heldAt">When a hold was durable, by the true time.</param>
internal sealed class Accounts(Deck deck, Func<(TerminalId Terminal, RecordPosition Held), long> heldAt)
{
    private readonly Dictionary<(WalletId Wallet, AssetId Asset), long> balances = [];
    private readonly Dictionary<WalletId, List<AssetId>> assets = [];
    private readonly Dictionary<(TerminalId Terminal, RecordPosition Taken, bool IsEntry), ValueList<Payment>>
        returnable = [];
    private readonly Dictionary<WalletId, long> unproven = [];
    private readonly Dictionary<CardToken, WalletId> wallets =
        deck.Known.ToDictionary(card => card.Card, card => card.Wallet);
    private readonly Dictionary<WalletId, long> ordinary = [];
    private readonly HashSet<CardToken> blocked = [];

    /// <summary>What is set aside of it.</summary>
    public OpenHolds Holds { get; } = new(heldAt);

    /// <summary>All rows.</summary>
    public IReadOnlyDictionary<(WalletId Wallet, AssetId Asset), long> Rows => balances;

    /// <summary>
    /// What all wallets together are below zero, in ordinary money: assets of a wallet stand in for each other.
    /// </summary>
    public long Loss { get; private set; }

    /// <summary>Begins with what the cards had.</summary>
    public Accounts Open()
    {
        balances.Clear();
        assets.Clear();
        Holds.Clear();
        returnable.Clear();
        unproven.Clear();
        ordinary.Clear();
        blocked.Clear();
        Loss = 0;
        foreach (var card in deck.Known)
            foreach (var row in card.Balances)
                Add(card.Wallet, row.Asset, row.Amount.MinorUnits);
        blocked.UnionWith(deck.Known.Where(card => card.State == CardState.Blocked).Select(card => card.Card));
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
    public long Together(WalletId wallet, AssetId asset) =>
        Together(asset, assets.GetValueOrDefault(wallet) ?? [], one => Of(wallet, one));

    /// <summary>The wallet that a movement is of; null when nobody knows the card.</summary>
    public WalletId? WalletOf(Movement movement) =>
        movement.Wallet ?? (wallets.TryGetValue(movement.Card, out var known) ? known : null);

    /// <summary>It was blocked before it was used, or by staff.</summary>
    public bool IsBlocked(CardToken card) => blocked.Contains(card);

    /// <summary>Takes a record; what it says again was said before.</summary>
    /// <returns>What it changed.</returns>
    public List<(WalletId Wallet, AssetId Asset)> Take(JournalRecord record)
    {
        if (record.Reissues is null)
            Holds.Take(record);
        if (record.Fact is Fact.CardBlocked staff)
            blocked.Add(staff.Card);
        var changed = new List<(WalletId, AssetId)>();
        if (record.Reissues is not null)
            return changed;
        if (record.Fact is Fact.Sale sale)
            returnable[(record.Terminal, record.Position, false)] = sale.Payments;
        if (record.Fact is Fact.Entry { Payments: { Count: > 0 } paid })
            returnable[(record.Terminal, record.Position, true)] = paid;
        if (record.Fact is Fact.Closure)
            foreach (var closed in returnable.Keys
                .Where(taken => taken.Terminal == record.Terminal && !taken.IsEntry).ToList())
                returnable.Remove(closed);
        if (record.Fact is Fact.EntryPassed went)
            returnable.Remove((record.Terminal, went.Passed, true));
        var isProven = IsProven(record);
        foreach (var movement in record.Fact.Movements())
            if (WalletOf(movement) is { } wallet && isProven)
            {
                Add(wallet, movement.Asset, movement.Amount.MinorUnits);
                changed.Add((wallet, movement.Asset));
            }
            else if (WalletOf(movement) is { } claimed)
            {
                unproven[claimed] = UnprovenOf(claimed) + movement.Amount.MinorUnits;
            }
        return changed;
    }

    /// <summary>The treasurer has given a wallet something; below zero: has taken it from it.</summary>
    public void Settle(WalletId wallet, AssetId asset, long amount) => Add(wallet, asset, amount);

    /// <summary>What staff said to be given back to a wallet, and nobody had taken.</summary>
    public long UnprovenOf(WalletId wallet) => unproven.GetValueOrDefault(wallet);

    /// <summary>
    /// Only what a sale of the same terminal took is given back by a void, and what an entry took by its abandonment:
    /// all of it, once.
    /// </summary>
    private bool IsProven(JournalRecord record) => record.Fact switch
    {
        Fact.Void taken => IsReturnable((record.Terminal, taken.Voided, false), taken.Returned),
        Fact.EntryAbandoned entry => IsReturnable((record.Terminal, entry.Abandoned, true), entry.Returned),
        _ => true,
    };

    private bool IsReturnable((TerminalId, RecordPosition, bool) taken, ValueList<Payment> returned) =>
        returnable.GetValueOrDefault(taken) == returned && returnable.Remove(taken);

    private void Add(WalletId wallet, AssetId asset, long units)
    {
        if (!balances.ContainsKey((wallet, asset)))
        {
            if (!assets.TryGetValue(wallet, out var its))
                assets[wallet] = its = [];
            its.Add(asset);
        }
        balances[(wallet, asset)] = Of(wallet, asset) + units;
        if (asset.Category.SpendRank() is null)
            return;
        var before = ordinary.GetValueOrDefault(wallet);
        ordinary[wallet] = before + units;
        Loss += Math.Max(0, -(before + units)) - Math.Max(0, -before);
    }
}
