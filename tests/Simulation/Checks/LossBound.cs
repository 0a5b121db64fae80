using CloudBridge.Contract;

namespace Tests.Simulation;

/// <summary>
/// The stated worst case of a wallet (DESIGN section 6), so that it can be proven: docs/simulator.md has the argument.
/// Of all debits above the watermark of the newest list that any sale of the wallet was decided on, those that the last
/// decision on that list had counted are covered by the balance of that list. The others fall into chains, in which
/// each decision had counted all earlier ones; each chain loses at most the smaller of its limit and what its list had.
/// </summary>
internal sealed class LossBound
{
    private readonly Dictionary<WalletId, List<Debit>> debits = [];

    /// <summary>A sale was made durable.</summary>
    public void Add(WalletId wallet, Debit debit)
    {
        if (!debits.TryGetValue(wallet, out var all))
            debits[wallet] = all = [];
        all.Add(debit);
    }

    /// <summary>The most that a wallet can have lost by now.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="asset">Of which asset: what takes nothing of it does not ask how much of it is there.</param>
    /// <param name="watermarksOf">What a list's balances contain.</param>
    public (long Most, int Chains) Of(
        WalletId wallet,
        AssetId asset,
        Func<ListVersion, IReadOnlyDictionary<TerminalId, EpochMarks>> watermarksOf)
    {
        var all = debits.GetValueOrDefault(wallet)?.FindAll(debit => debit.Parts.ContainsKey(asset)) ?? [];
        if (all.Count == 0)
            return (0, 0);
        var last = all.Where(debit => debit.List == all.Max(other => other.List)).Last();
        var listed = watermarksOf(last.List);
        var open = all
            .Where(debit => !listed.GetValueOrDefault(debit.Terminal).Covers(debit.Position))
            .Where(debit => debit != last && !last.Counted(debit))
            .ToList();
        var chains = new List<List<Debit>>();
        foreach (var debit in open)
            if (chains.Find(chain => chain.All(debit.Counted)) is { } longer)
                longer.Add(debit);
            else
                chains.Add([debit]);
        return (chains.Sum(chain => MostOf(chain, asset)), chains.Count);
    }

    private static long MostOf(List<Debit> chain, AssetId asset)
    {
        var had = chain.Max(debit => Accounts.Together(
            asset, debit.Available.Keys, one => Math.Max(0, debit.Available.GetValueOrDefault(one))));
        return asset.Category.SpendRank() is null ? had : Math.Min(had, chain.Max(debit => debit.Limit));
    }
}
