using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a card has: the list's balances, less every debit of ours above its watermark, plus the credits above it.
/// </summary>
internal static class Balances
{
    /// <summary>What our own records since the list did to the purses that this card stands for.</summary>
    public static IEnumerable<Unlisted> UnlistedOf(CardPresentation card, Remembered past)
    {
        // A card may have been used here before the list had it: those records have no wallet, and count as well.
        var unlisted = past.ActivityOf(PurseId.Of(card.Card)).Unlisted.AsEnumerable();
        return card.Entry is { } entry ? unlisted.Concat(past.ActivityOf(PurseId.Of(entry.Wallet)).Unlisted) : unlisted;
    }

    /// <summary>By asset, in the order of spending; may be below zero.</summary>
    public static ValueList<AssetAmount> Of(CardEntry entry, IEnumerable<Unlisted> unlisted) =>
    [
        .. from amount in entry.Balances.Concat(unlisted.SelectMany(row => row.Changes))
           group amount.Amount by amount.Asset into asset
           orderby asset.Key.Category.SpendRank() ?? int.MaxValue, asset.Key
           select new AssetAmount(asset.Key, asset.Sum()),
    ];

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
