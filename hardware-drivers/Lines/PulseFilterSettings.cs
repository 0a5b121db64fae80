namespace HardwareDrivers.Lines;

/// <summary>What a flow meter's line may say and no water has said. None of it: every pulse counts.</summary>
/// <param name="LeastPeriod">Two pulses cannot be closer than at the meter's highest flow; closer ones are glitches.
/// </param>
/// <param name="NearSwitching">For so long after the valve was switched its coil disturbs the meter's line.</param>
public sealed record PulseFilterSettings(TimeSpan LeastPeriod, TimeSpan NearSwitching)
{
    /// <summary>Every pulse counts.</summary>
    public static PulseFilterSettings None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);
}
