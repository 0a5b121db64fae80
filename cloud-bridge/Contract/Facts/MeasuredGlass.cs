namespace CloudBridge.Contract;

/// <summary>A glass that was poured, and then measured by somebody.</summary>
/// <param name="Held">What the records of that pour call it by.</param>
/// <param name="Pulses">What the meter counted.</param>
/// <param name="Microlitres">What was in the glass.</param>
public sealed record MeasuredGlass(RecordPosition Held, long Pulses, long Microlitres)
{
    private const long MicrolitresALitre = 1_000_000;

    /// <summary>All pulses by all volume, rounded to the nearest.</summary>
    /// <param name="glasses">Not empty, none of them either.</param>
    public static long PulsesPerLitreOf(IEnumerable<MeasuredGlass> glasses)
    {
        Int128 pulses = 0, volume = 0;
        foreach (var glass in glasses)
            (pulses, volume) = (pulses + glass.Pulses, volume + glass.Microlitres);
        return (long)Int128.Min((2 * pulses * MicrolitresALitre + volume) / (2 * volume), Money.Limit);
    }
}
