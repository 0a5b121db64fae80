using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>What a terminal is told before it decides anything.</summary>
/// <param name="Limits">
/// From the ledger: how far it may go alone; changes with <paramref name="Station"/>, but for when days begin.
/// </param>
/// <param name="Station">
/// From the configuration file: what it is and what it sells; changes between two guests at most, and never its kind.
/// </param>
public sealed record TerminalSetup(TerminalLimits Limits, StationSetup Station);
