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

    /// <summary>The most that a wallet can have lost of an asset by now.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="asset">Of which, and of those that stand in for it: what takes none of them does not ask for
    /// it.</param>
    /// <param name="watermarksOf">What a list's balances contain.</param>
    public (long Most, int Chains) Of(
        WalletId wallet,
        AssetId asset,
        Func<ListVersion, IReadOnlyDictionary<TerminalId, EpochMarks>> watermarksOf)
    {
        var all = debits.GetValueOrDefault(wallet)?
            .FindAll(debit => debit.Parts.Keys.Any(part => IsOneWith(part, asset))) ?? [];
        if (all.Count == 0)
            return (0, 0);
        var newest = all.Max(debit => debit.List)!;
        var last = all.FindLast(debit => debit.List == newest)!;
        var listed = watermarksOf(newest);
        var chains = new List<List<Debit>>();
        foreach (var debit in all)
            if (debit == last || last.Counted(debit) || Covers(listed, debit))
                continue;
            else if (chains.Find(chain => Bounds(debit, chain, watermarksOf(debit.List))) is { } longer)
                longer.Add(debit);
            else
                chains.Add([debit]);
        return (chains.Sum(chain => MostOf(chain, asset)), chains.Count);
    }

    /// <summary>
    /// All of the chain counted against this decision's limit: it was known, and not yet in the balances of its list.
    /// That may be a list from before the ledger was restored, which has more than newer ones.
    /// </summary>
    private static bool Bounds(
        Debit next, List<Debit> chain, IReadOnlyDictionary<TerminalId, EpochMarks> listed) =>
        chain.TrueForAll(before => next.Counted(before) && !Covers(listed, before));

    private static bool IsOneWith(AssetId part, AssetId asset) => asset.Category.SpendRank() is null
        ? part == asset
        : part.Category.SpendRank() is not null;

    private static bool Covers(IReadOnlyDictionary<TerminalId, EpochMarks> listed, Debit debit) =>
        listed.GetValueOrDefault(debit.Terminal).Covers(debit.Position);

    private static long MostOf(List<Debit> chain, AssetId asset)
    {
        var had = chain.Max(debit => Accounts.Together(
            asset, debit.Available.Keys, one => Math.Max(0, debit.Available.GetValueOrDefault(one))));
        return asset.Category.SpendRank() is null ? had : Math.Min(had, chain.Max(debit => debit.Limit));
    }
}
