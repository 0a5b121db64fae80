using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A record that is booked and that somebody must look at.</summary>
/// <param name="Terminal">Whose.</param>
/// <param name="Position">Which.</param>
/// <param name="Why">What is the matter.</param>
public sealed record Suspended(TerminalId Terminal, RecordPosition Position, string Why);
