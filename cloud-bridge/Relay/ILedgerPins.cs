using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>Which key of the ledger is believed, kept durably: what is forgotten could be brought back.</summary>
public interface ILedgerPins
{
    /// <summary>Takes the ledger's statements about its keys.</summary>
    /// <param name="statements">As received: <see cref="LedgerKeyBatch"/>.</param>
    /// <param name="error">Why not all of them were taken; null: they were, or are known.</param>
    /// <returns>True: another key is believed from now on, and that is durable.</returns>
    bool Take(ReadOnlyMemory<byte> statements, out FormatError? error);
}
