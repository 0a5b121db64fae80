using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Some lines of the journal, in order and of one epoch.</summary>
/// <param name="Lines">Each with its newline; empty when there are none.</param>
/// <param name="Last">The last record in it; where reading goes on.</param>
public sealed record OutboxBatch(ReadOnlyMemory<byte> Lines, RecordPosition Last);
