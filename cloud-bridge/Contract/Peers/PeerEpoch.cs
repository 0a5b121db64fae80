namespace CloudBridge.Contract;

/// <summary>One chain of records: a terminal's journal in one epoch.</summary>
/// <param name="Peer">Whose.</param>
/// <param name="Epoch">From 1.</param>
public readonly record struct PeerEpoch(TerminalId Peer, long Epoch);
