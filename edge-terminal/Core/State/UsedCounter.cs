using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>The highest reading of a card's counter that our own records have used up.</summary>
/// <param name="Value">No reading that is not above it counts any more.</param>
/// <param name="Position">The record that used it up.</param>
public sealed record UsedCounter(long Value, RecordPosition Position);
