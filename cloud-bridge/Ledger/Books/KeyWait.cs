using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>A line of the epoch that a granted key begins comes too early.</summary>
/// <param name="Awaits">The record that must be here first; null: the first record of that key.</param>
internal sealed record KeyWait(RecordName? Awaits);
