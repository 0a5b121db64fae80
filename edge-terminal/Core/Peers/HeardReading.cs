using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The highest reading of a card's counter that a chain of another terminal's records has used up.</summary>
/// <param name="Chain">Which.</param>
/// <param name="Used">The reading, and the record.</param>
public sealed record HeardReading(PeerEpoch Chain, UsedCounter Used);
