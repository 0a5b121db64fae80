using CloudBridge.Contract;

namespace EdgeTerminal.Host;

/// <summary>What an enrolment that is under way keeps on disk.</summary>
internal interface IEnrollingFolder
{
    /// <summary>The key that this one is to replace; null: the terminal is enrolled for the first time.</summary>
    KeyId? Replaces { get; }

    /// <summary>The terminal's name, where it has one before it has the key; null: somebody is asked for it.</summary>
    TerminalId? Name { get; }

    /// <summary>The key that asks, and its names; null: none was made yet.</summary>
    (Es256Signer Signer, SiteId Site, TerminalId Terminal)? Identity();

    /// <summary>Makes that key.</summary>
    (Es256Signer Signer, SiteId Site, TerminalId Terminal) Make(SiteId site, TerminalId terminal);

    /// <summary>Holds the ledger's key against the one that is known, or was heard when this enrolment began.</summary>
    /// <exception cref="EnrolmentException">It is another.</exception>
    void Hear(JsonWebKey ledger, KeyId key);

    /// <summary>Takes back a key that was made for nothing.</summary>
    void Forget();
}
