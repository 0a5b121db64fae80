using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A card that gives what it may of a price; another is to give the rest.</summary>
/// <param name="Card">As it was judged when it lay there; its counter, if it showed one, is used up.</param>
/// <param name="List">What it was looked up in.</param>
/// <param name="Gives">In each way of paying.</param>
/// <param name="Missing">What is left for the other.</param>
public sealed record FirstCard(
    CardPresentation Card,
    ListVersion? List,
    ValueList<(AssetCategory? PaidWith, Money Price)> Gives,
    ValueList<(AssetCategory? PaidWith, Money Price)> Missing);
