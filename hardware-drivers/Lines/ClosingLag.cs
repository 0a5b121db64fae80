namespace HardwareDrivers.Lines;

/// <summary>
/// How many pulses come after the order to close: a spring takes its time. Learned from one opening to the next; what
/// flows too much is the house's, so it is rounded up.
/// </summary>
/// <param name="Quarters">In quarters of a pulse, so that a mean can be kept in whole numbers.</param>
public readonly record struct ClosingLag(long Quarters)
{
    private const long Scale = 4;

    // One opening counts a quarter of what was learned before: a bubble in the meter is forgotten soon.
    private const long Weight = 4;

    /// <summary>Whole pulses, rounded up.</summary>
    public long Pulses => (Quarters + Scale - 1) / Scale;

    /// <summary>After one more opening.</summary>
    /// <param name="pulsesAfterClosing">As counted.</param>
    public ClosingLag Learned(long pulsesAfterClosing)
    {
        var difference = pulsesAfterClosing * Scale - Quarters;
        // Away from zero, so that the mean arrives.
        var step = (Math.Abs(difference) + Weight - 1) / Weight;
        return new ClosingLag(Quarters + Math.Sign(difference) * step);
    }
}
