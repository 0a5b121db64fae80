using CloudBridge.Contract;
using CloudBridge.Relay;

namespace Tests.Property.Simulation;

/// <summary>An outbox that takes the broker's word for the ledger's, or does not even wait for that.</summary>
internal sealed class HastyOutbox(IOutbox outbox, bool waitsForBroker) : IOutbox
{
    private readonly Dictionary<int, RecordPosition> ends = [];
    private RecordPosition settled;

    public RecordPosition? Tail => outbox.Tail;

    public RecordPosition Acked => outbox.Acked > settled ? outbox.Acked : settled;

    public long? Granted => outbox.Granted;

    public OutboxBatch Read(RecordPosition after, int mostBytes)
    {
        var batch = outbox.Read(after, mostBytes);
        ends[batch.Lines.GetHashCode()] = batch.Last;
        if (!waitsForBroker)
            Settle(batch.Lines);
        return batch;
    }

    public AckOutcome Acknowledge(AckMessage ack, ReadOnlyMemory<byte> signed) => outbox.Acknowledge(ack, signed);

    /// <summary>The broker has this.</summary>
    public void Settle(ReadOnlyMemory<byte> lines)
    {
        if (ends.TryGetValue(lines.GetHashCode(), out var last) && last > settled)
            settled = last;
    }
}
