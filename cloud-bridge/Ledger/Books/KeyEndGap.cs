using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What is missing where a terminal's present key ends, before the first record under the next one.</summary>
/// <param name="Ended">The last record under the present key, as that first one names it: it is not here.</param>
/// <param name="First">The first place in its epoch in which something may be missing, from 1.</param>
/// <param name="HasOthers">Other records stand in the places of the terminal's own, or behind its end: which of them
/// are its own nobody knows, and the chain does not go on to that end.</param>
internal sealed record KeyEndGap(RecordName Ended, long First, bool HasOthers);
