using CloudBridge.Contract;

namespace EdgeTerminal.Store;

/// <summary>Whose journal it is, and whose signatures count in it.</summary>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The epoch that an empty journal begins with. One that is not empty knows its own.</param>
/// <param name="OwnKeys">Keys that may have signed its lines.</param>
/// <param name="LedgerKeys">Keys that may have signed its acks.</param>
public sealed record JournalIdentity(
    SiteId Site, TerminalId Terminal, long Epoch, IKeyRing OwnKeys, IKeyRing LedgerKeys);
