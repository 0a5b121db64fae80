namespace EdgeTerminal.Core;

/// <summary>What a tap offers.</summary>
/// <param name="Tap">Its number.</param>
/// <param name="Product">At the price of this hour.</param>
/// <param name="IsDry">Nothing is left in its keg.</param>
public sealed record Offer(int Tap, Article Product, bool IsDry);
