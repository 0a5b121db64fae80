using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a pour came to, for books that do not look its hold up.</summary>
/// <param name="Tap">Of the station, from 1.</param>
/// <param name="MeterTotal">All pulses that the tap's meter has ever counted, when this was written.</param>
/// <param name="Product">What was sold.</param>
/// <param name="TaxBasisPoints">The tax that its price contains, in hundredths of a percent.</param>
/// <param name="BilledMicrolitres">What flowed, less what the hold takes off for foam.</param>
/// <param name="Allowance">The daily allowance that it used; null: none.</param>
/// <param name="Pieces">How much of it.</param>
public sealed record PourSold(
    int Tap,
    long MeterTotal,
    ArticleId Product,
    int TaxBasisPoints,
    long BilledMicrolitres,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Allowance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Pieces = 0)
{
    internal string? Flaw() =>
        FactFlaws.OfTap(Tap, MeterTotal) ?? FactFlaws.OfTax(TaxBasisPoints) ??
        FactFlaws.Negative(BilledMicrolitres, Pieces) ??
        (Allowance is not null && !Name.IsGood(Allowance) ? $"allowance: expected {Name.Expected}, or nothing" : null);
}
