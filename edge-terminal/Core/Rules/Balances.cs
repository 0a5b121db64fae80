using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a card has: the list's balances, less every debit above its watermarks, our own or heard of other terminals,
/// plus the credits above them.
/// </summary>
internal static class Balances
{
    /// <summary>What records since the list, our own and heard, did to the purses that this card stands for.</summary>
    /// <remarks>
    /// What is given back to a card that no list had goes to where it was taken from at the ledger, which need not be
    /// the wallet that the card has got since: only a list says so. What such a card took counts for that card alone
    /// until a list has it, also where another card shares its wallet: the policy of unknown cards bounds it.
    /// </remarks>
    public static IEnumerable<Unlisted> UnlistedOf(CardPresentation card, TerminalState state, Now now) =>
        (from purse in PursesOf(card)
         from row in state.Past.ActivityOf(purse).Unlisted
         select purse.Wallet is null && card.Entry is not null ? row.DebitsOnly() : row)
        .Concat(state.Present.Peers.CountedOf(card, now));

    /// <summary>
    /// A card may have been used before the list had it, and its wallet may have been another before two guests' cards
    /// became one's: those records count as well.
    /// </summary>
    public static IEnumerable<PurseId> PursesOf(CardPresentation card) =>
        card.Entry is { } entry
            ? [PurseId.Of(card.Card), PurseId.Of(entry.Wallet), .. entry.FormerWallets.Select(PurseId.Of)]
            : [PurseId.Of(card.Card)];

    /// <summary>
    /// By asset, in the order of spending; below zero where the wallet lacks it and has no other that stands in.
    /// </summary>
    public static ValueList<AssetAmount> Of(CardEntry entry, IEnumerable<Unlisted> unlisted)
    {
        var rows =
            from amount in entry.Balances.Concat(unlisted.SelectMany(row => row.Effect))
            group amount.Amount by amount.Asset into asset
            orderby asset.Key.Category.SpendRank() ?? int.MaxValue, asset.Key
            select new AssetAmount(asset.Key, asset.SumOrLimit());
        return [.. SetOff(rows.ToArray())];
    }

    /// <summary>
    /// Two terminals that did not hear each other may both have spent one asset. What is lacking of it is taken from
    /// the others, as the ledger does when it books: else it would be spent twice.
    /// </summary>
    /// <param name="rows">
    /// In the order of spending. Time and loyalty stand in for nothing, and nothing for them.
    /// </param>
    private static AssetAmount[] SetOff(AssetAmount[] rows)
    {
        for (var lacking = 0; lacking < rows.Length; lacking++)
            for (var other = 0; other < rows.Length; other++)
            {
                if (!IsOrdinary(lacking) || !rows[lacking].Amount.IsNegative ||
                    !IsOrdinary(other) || !rows[other].Amount.IsPositive)
                    continue;
                var part = Money.Min(-rows[lacking].Amount, rows[other].Amount);
                rows[lacking] = rows[lacking] with { Amount = rows[lacking].Amount + part };
                rows[other] = rows[other] with { Amount = rows[other].Amount - part };
            }
        return rows;

        bool IsOrdinary(int row) => rows[row].Asset.Category.SpendRank() is not null;
    }

    /// <summary>What is left when these parts are taken.</summary>
    public static ValueList<AssetAmount> Less(ValueList<AssetAmount> balances, IEnumerable<AssetAmount> parts)
    {
        var taken = parts.ToDictionary(part => part.Asset, part => part.Amount);
        return
        [
            .. balances.Select(row => row with { Amount = row.Amount - taken.GetValueOrDefault(row.Asset) }),
        ];
    }
}
