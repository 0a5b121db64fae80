using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// One row of what is bought. Quantities are for display and stock; the money is price times quantity.
/// </summary>
/// <param name="Article">What.</param>
/// <param name="Quantity">1 to 1,000.</param>
/// <param name="UnitPrice">Not negative.</param>
/// <param name="TaxBasisPoints">The tax rate that the price contains, in hundredths of a percent: 2000 is 20 %.</param>
/// <param name="PaidWith">Time or loyalty, when the price is tagged with it; else null.</param>
/// <param name="Allowance">The daily allowance that each piece counts against (a name); null: none.</param>
public sealed record BasketLine(
    ArticleId Article,
    int Quantity,
    Money UnitPrice,
    int TaxBasisPoints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AssetCategory? PaidWith = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Allowance = null)
{
    /// <summary>What the row costs.</summary>
    /// <exception cref="OverflowException">Beyond <see cref="Money.Limit"/>.</exception>
    public Money Cost() => UnitPrice * Quantity;
}
