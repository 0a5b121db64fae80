using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What a hold fixes for its pour beside price and calibration.</summary>
/// <param name="Tap">Of the station, from 1.</param>
/// <param name="MeterTotal">
/// All pulses that the tap's meter has ever counted, when this was written: what is missing between two records has
/// flowed unrecorded.
/// </param>
/// <param name="TaxBasisPoints">The tax that the price contains, in hundredths of a percent.</param>
/// <param name="FoamBasisPoints">So much of what flows is not billed, in hundredths of a percent.</param>
/// <param name="PaidWith">Time or loyalty, when it is paid in that alone; else null.</param>
/// <param name="Allowance">The daily allowance that it counts against; null: none.</param>
/// <param name="PieceMicrolitres">So much is one piece of it.</param>
/// <param name="ApprovedBy">Whoever of the staff let the guest pour beyond allowance or age; null: nobody.</param>
public sealed record PourTerms(
    int Tap,
    long MeterTotal,
    int TaxBasisPoints,
    int FoamBasisPoints = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AssetCategory? PaidWith = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Allowance = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long PieceMicrolitres = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardToken? ApprovedBy = null)
{
    /// <summary>The most that may be taken off for foam.</summary>
    public const int MostFoam = 5_000;

    private const int Whole = 10_000;

    /// <summary>What is billed of what flowed, rounded down.</summary>
    public long Billed(long microlitres) => (long)((Int128)microlitres * (Whole - FoamBasisPoints) / Whole);

    /// <summary>The most that may flow while no more than this is billed.</summary>
    public long Pourable(long billed) =>
        (long)Int128.Min((Int128)billed * Whole / (Whole - FoamBasisPoints), long.MaxValue);

    /// <summary>
    /// How many pieces of the allowance a pour is: each that was begun, but for a tenth of one: nobody lifts a glass to
    /// the drop.
    /// </summary>
    /// <param name="billed">Microlitres.</param>
    public int Pieces(long billed) => Allowance is null || PieceMicrolitres < 1 ? 0 : (int)Math.Clamp(
        (billed - PieceMicrolitres / 10 + PieceMicrolitres - 1) / PieceMicrolitres, 1, int.MaxValue);

    internal string? Flaw() =>
        FactFlaws.OfTap(Tap, MeterTotal) ??
        FactFlaws.OfTax(TaxBasisPoints) ??
        (FoamBasisPoints is < 0 or > MostFoam ? $"foamBasisPoints {FoamBasisPoints}; expected 0 to {MostFoam}"
            : PaidWith is not (null or AssetCategory.Time or AssetCategory.Loyalty) ? "paidWith: expected TIM or FID"
            : PieceMicrolitres < 0 ? "a piece below zero"
            : Allowance is not null && !Name.IsGood(Allowance) ? $"allowance: expected {Name.Expected}, or nothing"
            : null);
}
