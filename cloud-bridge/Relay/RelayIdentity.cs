using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Who relays, and whose word counts.</summary>
/// <param name="Site">The site.</param>
/// <param name="Terminal">The terminal.</param>
/// <param name="Signer">Signs what the terminal says of itself.</param>
/// <param name="OwnKeys">Checks what the terminal itself has signed, here or elsewhere.</param>
/// <param name="LedgerKeys">The ledger's keys, pinned at enrolment.</param>
/// <param name="Boot">The terminal's boot number.</param>
/// <param name="Process">Random, of this process.</param>
public sealed record RelayIdentity(
    SiteId Site,
    TerminalId Terminal,
    ISigner Signer,
    IKeyRing OwnKeys,
    IKeyRing LedgerKeys,
    long Boot,
    Nonce Process)
{
    /// <summary>Learns of other keys of the ledger, and changes <see cref="LedgerKeys"/>; null: it never has others.
    /// </summary>
    public ILedgerPins? LedgerPins { get; init; }

    /// <summary>Where configurations go that the ledger sends; null: nowhere, none is taken.</summary>
    public ISentConfigStore? Configs { get; init; }

    /// <summary>Makes verifiers of other terminals' keys.</summary>
    public IKeyReader KeyReader { get; init; } = Es256Keys.Instance;
}
