namespace CloudBridge.Ledger;

/// <summary>Something that was stored is not what it should be; the message names the line.</summary>
/// <param name="message">For the operator.</param>
public sealed class LedgerDamageException(string message) : LedgerStoreException(message);
