using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A record of another terminal that closes a hold.</summary>
/// <param name="Position">The record.</param>
/// <param name="Card">Whose card it takes the money from; null: it takes none.</param>
public readonly record struct HeardEnd(RecordPosition Position, CardToken? Card);
