using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Sends the journal, in order, and starts again from the last ack when something did not arrive. A PUBACK only says
/// that the broker has a message: it may still drop it when a client's queue is full (DESIGN section 7).
/// </summary>
internal sealed class Outgoing(IOutbox outbox, string topic, RelayOptions options)
{
    private readonly Dictionary<long, RecordPosition> underWay = [];
    private readonly Again again = new(options);
    private RecordPosition handedOver;
    private RecordPosition published;
    private long ticket;
    private long lastSent;
    private long lastProgress;
    private long lastRewind = long.MinValue / 2;
    private bool hasDiverged;

    /// <summary>
    /// More was sent than the ledger has acknowledged, and it would take it: a journal that it has otherwise is sent
    /// once a connection, as evidence, and not again and again.
    /// </summary>
    private bool MissesAck => !hasDiverged && handedOver > outbox.Acked;

    /// <summary>
    /// A new connection: what the broker had taken is not sent again, unless the ledger turns out not to have it.
    /// </summary>
    public void Connected()
    {
        underWay.Clear();
        handedOver = Later(published, outbox.Acked);
    }

    /// <summary>Sends what there is to send and room for.</summary>
    public IEnumerable<RelayAction> Send(long now)
    {
        while (underWay.Count < options.MostUnderWay && NextBatch(now) is { } batch)
        {
            underWay[++ticket] = batch.Last;
            lastSent = now;
            yield return new RelayAction.Publish(new MqttMessage(topic, batch.Lines), ticket);
        }
    }

    /// <summary>The broker has a message.</summary>
    public void Published(long ofTicket)
    {
        if (underWay.Remove(ofTicket, out var last) && underWay.Values.All(other => other > last))
            published = Later(published, last);
    }

    /// <summary>The ledger has acknowledged.</summary>
    /// <param name="outcome">What it meant to the outbox.</param>
    /// <param name="isNews">Not one that the broker had kept: only news says that something is missing now.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public void Acknowledged(AckOutcome outcome, bool isNews, long now)
    {
        switch (outcome)
        {
            case AckOutcome.Diverged:
                hasDiverged = true;
                break;
            case AckOutcome.Advanced:
                (hasDiverged, lastProgress) = (false, now);
                handedOver = Later(handedOver, outbox.Acked);
                break;
            case AckOutcome.MovedBack:
                hasDiverged = false;
                StartAgain(now);
                break;
            case AckOutcome.Repeated when isNews && MissesAck && now - lastRewind >= options.RewindPatience:
                StartAgain(now);
                break;
        }
    }

    /// <summary>The ledger is there and says nothing of what was sent: it did not arrive.</summary>
    public void HeardLedger(long lastAnswered, long now)
    {
        var quietSince = Math.Max(Math.Max(lastSent, lastProgress), lastRewind);
        if (MissesAck && lastAnswered >= lastSent && now - quietSince >= options.AckPatience)
            StartAgain(now);
    }

    /// <summary>
    /// Somebody wants part of the journal again. All hear the answer, so what is about to be sent is not sent twice.
    /// </summary>
    public void Resend(ResendMessage wanted)
    {
        if (outbox.Tail is { } tail)
            again.Want(wanted, tail);
    }

    /// <summary>
    /// What is new goes first: anybody can ask for old lines again, and must not hold up the journal by it.
    /// </summary>
    private OutboxBatch? NextBatch(long now)
    {
        var batch = outbox.Read(handedOver, options.BatchBytes);
        if (batch.Lines.IsEmpty)
            return again.Next(outbox, now);
        handedOver = batch.Last;
        return batch;
    }

    private void StartAgain(long now)
    {
        (handedOver, published, lastRewind) = (outbox.Acked, outbox.Acked, now);
        underWay.Clear();
    }

    private static RecordPosition Later(RecordPosition left, RecordPosition right) => left > right ? left : right;
}
