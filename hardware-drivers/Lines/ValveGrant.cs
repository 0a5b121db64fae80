namespace HardwareDrivers.Lines;

/// <summary>How far a valve may go alone.</summary>
/// <param name="Pulses">The flow meter's pulses that are paid for.</param>
/// <param name="Deadline">The longest that it stays open, whatever flows.</param>
/// <param name="LeasePulses">How many pulses it may run beyond the last mark that is on the disk.</param>
public sealed record ValveGrant(long Pulses, TimeSpan Deadline, long LeasePulses);
