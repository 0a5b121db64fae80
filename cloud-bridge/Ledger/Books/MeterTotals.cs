using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>
/// What a drink station's records have of all that its meters ever counted. What lies between the end of one pour and
/// the beginning of the next has flowed, and no record has it.
/// </summary>
internal sealed class MeterTotals
{
    /// <summary>As much through a shut valve is a leak at the station: less are drops.</summary>
    public const long NotedMicrolitres = 20_000;

    /// <summary>Who holds a terminal's key may invent taps.</summary>
    private const int MostTaps = 64;

    private const long MicrolitresALitre = 1_000_000;

    private readonly Dictionary<int, long> recorded = [];

    /// <summary>What flowed unrecorded before a pour begins; null: nothing worth a word.</summary>
    /// <param name="fact">Of the terminal's chain, not noted yet.</param>
    public (int Tap, long Microlitres)? MissingBefore(Fact fact)
    {
        if (BeginningOf(fact) is not var (tap, total, pulsesPerLitre) || !recorded.TryGetValue(tap, out var known))
            return null;
        var missing = (long)Int128.Clamp(
            (Int128)(total - known) * MicrolitresALitre / pulsesPerLitre, 0, Money.Limit);
        return missing >= NotedMicrolitres ? (tap, missing) : null;
    }

    /// <summary>A record of the terminal's chain.</summary>
    public void Note(Fact fact)
    {
        if (BeginningOf(fact) is var (tap, total, _))
        {
            if (recorded.Count < MostTaps || recorded.ContainsKey(tap))
                recorded[tap] = total;
        }
        else if (EndOf(fact) is var (at, pulses) && recorded.TryGetValue(at, out var known))
            recorded[at] = (long)Int128.Min((Int128)known + pulses, Money.Limit);
    }

    private static (int Tap, long Total, long PulsesPerLitre)? BeginningOf(Fact fact) => fact switch
    {
        Fact.Hold { Terms: { } terms } hold => (terms.Tap, terms.MeterTotal, hold.PulsesPerLitre),
        Fact.Draw draw => (draw.Tap, draw.MeterTotal, draw.PulsesPerLitre),
        _ => null,
    };

    private static (int Tap, long Pulses)? EndOf(Fact fact) => fact switch
    {
        Fact.Capture { Sold: { } sold } capture => (sold.Tap, capture.Pulses),
        Fact.Release { Flowed: { } flowed } => (flowed.Tap, flowed.Pulses),
        Fact.Drawn drawn => (drawn.Flowed.Tap, drawn.Flowed.Pulses),
        _ => null,
    };
}
