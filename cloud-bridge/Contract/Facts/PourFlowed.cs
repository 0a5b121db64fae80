namespace CloudBridge.Contract;

/// <summary>What flowed through a tap.</summary>
/// <param name="Tap">Of the station, from 1.</param>
/// <param name="MeterTotal">All pulses that the tap's meter has ever counted, when this was written.</param>
/// <param name="Pulses">Since the valve opened.</param>
/// <param name="Microlitres">By the calibration that was fixed before.</param>
public sealed record PourFlowed(int Tap, long MeterTotal, long Pulses, long Microlitres)
{
    internal string? Flaw() => FactFlaws.OfTap(Tap, MeterTotal) ?? FactFlaws.Negative(Pulses, Microlitres);
}
