using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>Staff locked a card at another terminal.</summary>
/// <param name="Peer">Where.</param>
/// <param name="Position">The record that says so.</param>
public sealed record HeardBlock(TerminalId Peer, RecordPosition Position);
