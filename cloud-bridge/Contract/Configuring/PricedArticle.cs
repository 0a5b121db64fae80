using System.Globalization;
using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>
/// What the ledger says of an article. Where a terminal sells one of this name, it takes the place of what that
/// terminal's own configuration says; what is not said here stays as it is there.
/// </summary>
/// <param name="Id">As in the terminal's configuration, and in records.</param>
/// <param name="Price">Minor units: of a piece, of a litre, of an entry.</param>
/// <param name="Name">What the display says.</param>
/// <param name="TaxBasisPoints">The tax that the price contains, in hundredths of a percent.</param>
/// <param name="PaidWith">TIM or FID: the price is in time or loyalty alone.</param>
/// <param name="Entitlement">What the guest must have.</param>
/// <param name="Hours">When it is sold, local time: <c>18:00-02:00</c>.</param>
/// <param name="AdultsOnly">The list must know that the guest is adult.</param>
/// <param name="Allowance">The daily allowance that it counts against.</param>
public sealed record PricedArticle(
    ArticleId Id,
    Money Price,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TaxBasisPoints = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PaidWith = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Entitlement = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Hours = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? AdultsOnly = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Allowance = null)
{
    /// <summary>What it says, by the names that the terminal's configuration has for it.</summary>
    public IEnumerable<(string Key, string Value)> Said()
    {
        yield return ("price", Price.MinorUnits.ToString(CultureInfo.InvariantCulture));
        if (Name is not null)
            yield return ("name", Name);
        if (TaxBasisPoints is { } tax)
            yield return ("taxBasisPoints", tax.ToString(CultureInfo.InvariantCulture));
        if (PaidWith is not null)
            yield return ("paidWith", PaidWith);
        if (Entitlement is not null)
            yield return ("entitlement", Entitlement);
        if (Hours is not null)
            yield return ("hours", Hours);
        if (AdultsOnly is { } adults)
            yield return ("adultsOnly", adults ? "true" : "false");
        if (Allowance is not null)
            yield return ("allowance", Allowance);
    }

    /// <summary>All that is wrong with it.</summary>
    /// <param name="where">Where it stands: <c>prices.0</c>.</param>
    /// <param name="leastPrice">0; 1 of what is poured.</param>
    public IEnumerable<string> Flaws(string where, long leastPrice = 0)
    {
        if (Price.MinorUnits < leastPrice || Price.MinorUnits > ArticleRules.HighestPrice)
            yield return Wrong(
                "price", $"{Price.MinorUnits}", Expectation.WholeNumber(leastPrice, ArticleRules.HighestPrice));
        if (Name is { Length: 0 or > ArticleRules.LongestLabel })
            yield return Wrong("name", Name, ArticleRules.LabelExpected);
        if (TaxBasisPoints is < 0 or > ArticleRules.HighestTax)
            yield return Wrong(
                "taxBasisPoints", $"{TaxBasisPoints}", Expectation.WholeNumber(0, ArticleRules.HighestTax));
        if (PaidWith is not null && !ArticleRules.TryParsePaidWith(PaidWith, out _))
            yield return Wrong("paidWith", PaidWith, ArticleRules.PaidWithExpected);
        if (Entitlement is not null && !ArticleRules.TryParseEntitlement(Entitlement, out _))
            yield return Wrong("entitlement", Entitlement, ArticleRules.EntitlementExpected);
        if (Hours is not null && !ArticleRules.TryParseHours(Hours, out _))
            yield return Wrong("hours", Hours, ArticleRules.HoursExpected);
        if (Allowance is not null && !Contract.Name.IsGood(Allowance))
            yield return Wrong("allowance", Allowance, Contract.Name.Expected);

        string Wrong(string key, string value, string expected) =>
            Expectation.Wrong($"{where}.{key}", value, expected);
    }
}
