namespace EdgeTerminal.Core;

/// <summary>All that a terminal knows when an input comes.</summary>
/// <param name="Past">Outlives the power: folded from the journal's facts, and changed by nothing else.</param>
/// <param name="Present">Ends with the power: what the last decision said comes next.</param>
public sealed record TerminalState(Remembered Past, Present Present)
{
    /// <summary>Before the first record.</summary>
    public static TerminalState Initial { get; } = new(Remembered.Nothing, Present.AtPowerOn);
}
