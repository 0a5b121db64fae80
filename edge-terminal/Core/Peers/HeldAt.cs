using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A hold or an entry of another terminal, which a later record of it ends.</summary>
/// <param name="Peer">Whose.</param>
/// <param name="First">Where it was said first, as its end names it.</param>
public readonly record struct HeldAt(TerminalId Peer, RecordPosition First);
