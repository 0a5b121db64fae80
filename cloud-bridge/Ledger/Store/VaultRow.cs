using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>One row of the vault.</summary>
internal sealed record VaultRow(string Uid, CardToken Card);
