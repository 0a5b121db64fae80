using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// Computes a pour again by its signed records: pulses, by the calibration, the foam and the price that its hold has
/// fixed. What its meter counted, and whether calibration and price are those of the house, only the station knows.
/// </summary>
internal static class CaptureFlaws
{
    /// <returns>What its records do not come to; null: they do.</returns>
    public static string? Of(Fact.Hold hold, Fact.Capture capture) =>
        OfVolume(hold, capture.Pulses, capture.Microlitres)
        ?? OfSold(hold, capture)
        ?? (Due(hold, capture.Microlitres) is var due && capture.Payment.Parts == due
            ? null
            : $"captured {Total(capture.Payment.Parts)}; its pulses come to {Total(due)}");

    /// <inheritdoc cref="Of(Fact.Hold, Fact.Capture)"/>
    public static string? Of(Fact.Hold hold, Fact.Release release) => release.Flowed is not { } flowed ? null
        : OfVolume(hold, flowed.Pulses, flowed.Microlitres)
        ?? (Due(hold, flowed.Microlitres) is { Count: > 0 } due ? $"released; its pulses come to {Total(due)}" : null);

    private static string? OfVolume(Fact.Hold hold, long pulses, long microlitres) =>
        Volumes.OfPulses(pulses, hold.PulsesPerLitre) is var flowed && flowed == microlitres
            ? null
            : $"{microlitres} microlitres are stated; its pulses come to {flowed}";

    private static string? OfSold(Fact.Hold hold, Fact.Capture capture)
    {
        if (capture.Sold is not { } sold)
            return null;
        var terms = TermsOf(hold);
        var billed = terms.Billed(capture.Microlitres);
        return sold.BilledMicrolitres != billed || sold.Pieces != terms.Pieces(billed)
            ? $"{sold.BilledMicrolitres} microlitres and {sold.Pieces} pieces are billed; " +
              $"its pulses come to {billed} and {terms.Pieces(billed)}"
            : sold.Product != hold.Product ? $"sold as {sold.Product}, held for {hold.Product}"
            : null;
    }

    /// <summary>Asset by asset, never more than was held.</summary>
    private static ValueList<AssetAmount> Due(Fact.Hold hold, long microlitres) => Volumes.Taken(
        Volumes.Due(TermsOf(hold).Billed(microlitres), hold.PricePerLitre, Total(hold.Payment.Parts)),
        hold.Payment.Parts);

    /// <summary>Lines of earlier builds say nothing of it: one tap, and no foam.</summary>
    private static PourTerms TermsOf(Fact.Hold hold) =>
        hold.Terms ?? new PourTerms(Tap: 1, MeterTotal: 0, TaxBasisPoints: 0);

    private static Money Total(ValueList<AssetAmount> parts) => parts.Select(part => part.Amount).SumOrLimit();
}
