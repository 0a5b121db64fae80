namespace CloudBridge.Contract;

/// <summary>So much of an asset: a balance, or a part of a payment.</summary>
/// <param name="Asset">Which.</param>
/// <param name="Amount">How much, in the asset's minor units.</param>
public readonly record struct AssetAmount(AssetId Asset, Money Amount);
