using CloudBridge.Contract;

namespace CloudBridge.Relay;

/// <summary>
/// What is to be sent: the journal, seen from the relay. It only grows; what the ledger has acknowledged is not sent
/// again. Safe to use beside the journal's writer.
/// </summary>
public interface IOutbox
{
    /// <summary>The journal's last durable record; null when there is none.</summary>
    RecordPosition? Tail { get; }

    /// <summary>The last record before the first that the ledger has not acknowledged.</summary>
    RecordPosition Acked { get; }

    /// <summary>
    /// The epoch that the ledger has granted and that has not begun; durable. Null: none. Only a journal that may not
    /// go on in its own begins it.
    /// </summary>
    long? Granted { get; }

    /// <summary>Reads lines, as they stand in the journal.</summary>
    /// <param name="after">The record before the first wanted; sequence 0: from the beginning of its epoch.</param>
    /// <param name="mostBytes">At least one line is read, whatever this says.</param>
    OutboxBatch Read(RecordPosition after, int mostBytes);

    /// <summary>Takes the ledger's receipt, keeps it, and moves the cursor.</summary>
    /// <param name="ack">Verified.</param>
    /// <param name="signed">As received: kept as the receipt.</param>
    AckOutcome Acknowledge(AckMessage ack, ReadOnlyMemory<byte> signed);
}
