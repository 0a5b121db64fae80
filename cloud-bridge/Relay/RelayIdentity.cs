using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Who relays, and whose word counts.</summary>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Signer">Signs what the terminal says of itself.</param>
/// <param name="LedgerKeys">The ledger's keys, pinned at enrolment.</param>
public sealed record RelayIdentity(SiteId Site, TerminalId Terminal, ISigner Signer, IKeyRing LedgerKeys);
