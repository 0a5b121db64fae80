using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A configuration that the ledger sent, and that is durable on this terminal's disk.</summary>
/// <param name="Version">Which.</param>
/// <param name="Hash">Of what it says: <see cref="TerminalConfig.Hash"/>.</param>
public sealed record SentConfig(ConfigVersion Version, Digest Hash);
