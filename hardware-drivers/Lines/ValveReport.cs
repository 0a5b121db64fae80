namespace HardwareDrivers.Lines;

/// <summary>What came of one opening, told once the flow has settled.</summary>
/// <param name="End">Why it was closed; <see cref="ValveEnd.LineLost"/> when it could not be.</param>
/// <param name="Pulses">All that were counted, those after the closing too; never more than have flowed.</param>
/// <param name="PulsesAfterClosing">How many came after the order to close: what the next opening closes earlier by.
/// </param>
/// <param name="LostEdges">Changes of the meter's line that the kernel could not keep; counted as pulses by half,
/// rounded down: the difference is the house's.</param>
/// <param name="Detail">For the log; null when there is nothing to say.</param>
public sealed record ValveReport(
    ValveEnd End, long Pulses, long PulsesAfterClosing, long LostEdges, string? Detail)
{
    /// <summary>It was not quiet within the time that a valve takes to shut: something leaks.</summary>
    public bool FlowsOn { get; init; }
}
