using System.Globalization;
using HardwareDrivers.Pn532;

namespace EdgeTerminal.Host;

/// <summary>What has happened to a reader, as it is told: a sentence for the log.</summary>
internal static class ReaderFigures
{
    /// <summary>
    /// <c>chip failed 3 times, link lost once; abort helped 2 of 3 times, at most 0.12 s; …; away 1.7 s at most</c>.
    /// Rungs that were never tried are left out.
    /// </summary>
    public static string Sentence(ReaderStatistics figures) => string.Join("; ",
    [
        $"the chip failed {Times(figures.ChipFailures)}, the link {Times(figures.LinkLosses)}" +
        (figures.LineFailures > 0 ? $", a line of the ladder {Times(figures.LineFailures)}" : ""),
        .. figures.Rungs.Where(rung => rung.Tries > 0).Select(rung =>
            $"{NameOf(rung.Rung)} helped {Times(rung.Successes)} of {rung.Tries} and took {Seconds(rung.Longest)} at most"),
        .. figures.LongestRecovery > TimeSpan.Zero ? [$"out of order for {Seconds(figures.LongestRecovery)} at most"]
            : Array.Empty<string>(),
    ]);

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
