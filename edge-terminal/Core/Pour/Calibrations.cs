using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What measured glasses say of a meter.</summary>
internal static class Calibrations
{
    /// <summary>Who measures less measures it badly.</summary>
    public const long LeastGlassMicrolitres = 100_000;

    /// <summary>Glasses that agree differ by no more than this, in hundredths of a percent.</summary>
    private const int MostSpread = 200;

    private const int Whole = 10_000;

    /// <summary>
    /// Can this be? A meter is not wrong by more than a factor of two: somebody has entered another glass.
    /// </summary>
    /// <param name="glass">One that was measured.</param>
    /// <param name="pulsesPerLitre">What the configuration says.</param>
    public static bool IsPossible(MeasuredGlass glass, long pulsesPerLitre)
    {
        var measured = MeasuredGlass.PulsesPerLitreOf([glass]);
        return glass.Microlitres >= LeastGlassMicrolitres && measured >= 1 &&
            measured <= 2 * pulsesPerLitre && 2 * measured >= pulsesPerLitre;
    }

    /// <summary>
    /// Two glasses that agree, or all of three; else the two of three that agree best: the third was a slip.
    /// </summary>
    /// <param name="glasses">Two or three.</param>
    /// <returns>Empty: they do not agree.</returns>
    public static ValueList<MeasuredGlass> Agreeing(ValueList<MeasuredGlass> glasses)
    {
        if (DoAgree(glasses))
            return glasses;
        ValueList<MeasuredGlass>[] pairs = glasses.Count < 3
            ? []
            : [[glasses[0], glasses[1]], [glasses[0], glasses[2]], [glasses[1], glasses[2]]];
        return pairs.Where(DoAgree).OrderBy(Spread).FirstOrDefault();
    }

    private static bool DoAgree(ValueList<MeasuredGlass> glasses) => Spread(glasses) <= MostSpread;

    /// <summary>By how much the highest is above the lowest, in hundredths of a percent of the lowest.</summary>
    private static long Spread(ValueList<MeasuredGlass> glasses)
    {
        var lowest = glasses[0];
        var highest = glasses[0];
        foreach (var glass in glasses)
        {
            lowest = IsBelow(glass, lowest) ? glass : lowest;
            highest = IsBelow(highest, glass) ? glass : highest;
        }
        var (above, below) = (
            (Int128)highest.Pulses * lowest.Microlitres, (Int128)lowest.Pulses * highest.Microlitres);
        return (long)Int128.Min(((above - below) * Whole + below - 1) / below, long.MaxValue);
    }

    private static bool IsBelow(MeasuredGlass one, MeasuredGlass other) =>
        (Int128)one.Pulses * other.Microlitres < (Int128)other.Pulses * one.Microlitres;
}
