using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Asks the ledger how current the list is. Only the echo of an ask of ours proves anything: a beat that a broker kept
/// from yesterday echoes an ask that we do not know any more.
/// </summary>
internal sealed class Asking(RelayIdentity identity, Topics topics, Func<Nonce> nonces, long boot, RelayOptions options)
{
    private const int MostWaiting = 8;

    private readonly Queue<AskMessage> waiting = [];
    private long lastAsk = long.MinValue / 2;

    /// <summary>Asks when it is time.</summary>
    public IEnumerable<RelayAction> OnTime(long now) => now - lastAsk >= options.AskEvery ? Ask(now) : [];

    /// <summary>Asks now.</summary>
    public IEnumerable<RelayAction> Ask(long now)
    {
        var ask = new AskMessage(boot, now, nonces());
        if (waiting.Count == MostWaiting)
            waiting.Dequeue();
        waiting.Enqueue(ask);
        lastAsk = now;
        return [new RelayAction.Publish(new MqttMessage(topics.Of(identity.Terminal, TerminalTopic.Ask), ask.Write()))];
    }

    /// <summary>Takes a beat.</summary>
    public Reading<BeatMessage> Take(ReadOnlyMemory<byte> payload)
    {
        var to = Addressee.Of(identity.Terminal);
        if (!SignedMessage.Read<BeatMessage>(payload, identity.LedgerKeys, identity.Site, to)
            .Succeeded(out var beat, out var error))
            return error;
        if (!waiting.Contains(beat.Echo))
            return new FormatError(FormatErrorKind.BadContent, "a beat that answers no ask of ours");
        // Later beats answer later asks; this one is used up.
        while (waiting.Peek() != beat.Echo)
            waiting.Dequeue();
        waiting.Dequeue();
        return beat;
    }
}
