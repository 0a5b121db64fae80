namespace HardwareDrivers.Pn532;

/// <summary>How one rung of the ladder has done.</summary>
/// <param name="Rung">Which.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Successes">How often the chip answered afterwards.</param>
/// <param name="Last">How long it took the last time, whether it helped or not; zero when it was never tried.</param>
/// <param name="Longest">How long it took at most.</param>
public sealed record RungStatistics(RecoveryRung Rung, int Tries, int Successes, TimeSpan Last, TimeSpan Longest)
{
    /// <summary>A rung that was never tried.</summary>
    internal static RungStatistics Untried(RecoveryRung rung) => new(rung, 0, 0, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>One more try.</summary>
    internal RungStatistics After(bool helped, TimeSpan duration) => this with
    {
        Tries = Tries + 1,
        Successes = Successes + (helped ? 1 : 0),
        Last = duration,
        Longest = duration > Longest ? duration : Longest,
    };
}
