namespace CloudBridge.Contract;

/// <summary>One row of a closing.</summary>
/// <param name="Article">What was sold.</param>
/// <param name="Asset">What it was paid with; null for what cost nothing.</param>
/// <param name="TaxBasisPoints">The tax rate, in hundredths of a percent.</param>
/// <param name="Quantity">How many pieces. One that was paid with two assets counts with the first.</param>
/// <param name="Amount">Tax included.</param>
public sealed record ClosureTotal(ArticleId Article, AssetId? Asset, int TaxBasisPoints, long Quantity, Money Amount);
