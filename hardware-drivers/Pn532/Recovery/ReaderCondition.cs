using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>Where a reader stands.</summary>
/// <param name="Step">What is to be done.</param>
/// <param name="Health">What is said of it.</param>
/// <param name="Rung">
/// The rung being tried; while watching, the one that helped, until the chip has shown that it did. Null: none.
/// </param>
internal readonly record struct ReaderCondition(ReaderStep Step, ReaderHealth Health, RecoveryRung? Rung)
{
    /// <summary>A driver that begins.</summary>
    public static ReaderCondition AtFirst { get; } = new(ReaderStep.Open, ReaderHealth.Starting, null);
}
