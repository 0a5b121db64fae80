using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Kinds of signed objects that only the ledger writes, for its own log: docs/formats/ledger-log.md.</summary>
internal static class LedgerObject
{
    private const int Kibibyte = 1024;

    /// <summary>Which assets of a wallet stood in for others.</summary>
    public static JwsType Reallocation { get; } = new("et-reallocation", 64 * Kibibyte);

    /// <summary>What a treasurer decided.</summary>
    public static JwsType Act { get; } = new("et-act", 4 * Kibibyte);
}
