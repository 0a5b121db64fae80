using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A card list that is durable on this terminal's disk.</summary>
/// <param name="Version">Which.</param>
/// <param name="Watermarks">This terminal's records up to here are in its balances.</param>
/// <param name="Cards">How many it has.</param>
public sealed record StoredList(ListVersion Version, EpochMarks Watermarks, long Cards)
{
    /// <summary>How far its balances contain the records of the site's terminals, this one's among them.</summary>
    public ValueList<Watermark> SiteWatermarks { get; init; }
}
