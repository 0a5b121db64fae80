using System.Globalization;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>What has happened to a reader, as it is told: a sentence for the log.</summary>
internal static class ReaderFigures
{
    /// <summary>
    /// <c>the chip failed once, the link 0 times; an abort helped once of 1, in 0.02 s at most; …</c>. Rungs that were
    /// never tried are left out.
    /// </summary>
    public static string Sentence(ReaderStatistics figures) => string.Join("; ", Parts(figures));

    private static IEnumerable<string> Parts(ReaderStatistics figures)
    {
        yield return $"the chip failed {Times(figures.ChipFailures)}, the link {Times(figures.LinkLosses)}";
        if (figures.LineFailures > 0)
            yield return $"a line of the ladder {Times(figures.LineFailures)}";
        foreach (var rung in figures.Rungs.Where(rung => rung.Tries > 0))
            yield return $"{NameOf(rung.Rung)} helped {Times(rung.Successes)} of {rung.Tries}, in " +
                $"{Seconds(rung.Longest)} at most";
        if (figures.LongestRecovery > TimeSpan.Zero)
            yield return $"working again after {Seconds(figures.LongestRecovery)} at most";
    }

    private static string NameOf(RecoveryRung rung) => rung switch
    {
        RecoveryRung.Abort => "an abort",
        RecoveryRung.SetUp => "a set-up",
        RecoveryRung.Reset => "a reset",
        _ => "its supply",
    };

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
