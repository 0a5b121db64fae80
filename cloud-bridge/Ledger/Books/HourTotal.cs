using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What an hour came to at all terminals together.</summary>
internal sealed class HourTotal
{
    private readonly SortedDictionary<AssetId, Int128> sold = [];

    /// <summary>What was sold less what was voided, in minor units. Wider than any account: nothing bounds an hour.
    /// </summary>
    public IReadOnlyDictionary<AssetId, Int128> Sold => sold;

    /// <summary>What flowed and was captured.</summary>
    public Int128 Microlitres { get; set; }

    /// <summary>People who were let in, less those who did not go through.</summary>
    public long Entries { get; set; }

    /// <summary>Something was sold, or below zero voided.</summary>
    public void Sell(AssetId asset, Money amount) => sold[asset] = sold.GetValueOrDefault(asset) + amount.MinorUnits;
}
