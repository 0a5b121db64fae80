using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Asks the ledger how current the list is. Only the echo of an ask of ours proves anything, and only for a while: a
/// beat that a broker kept echoes an ask that we do not know any more, or one that is too old to say what time it is.
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

    /// <summary>The broker brings an ask of ours that nobody has answered yet, and that is not old.</summary>
    public bool IsOurs(ReadOnlyMemory<byte> payload, long now) =>
        AskMessage.Read(payload.Span).Succeeded(out var ask, out _) && waiting.Contains(ask) &&
        now - ask.MonotonicMilliseconds <= options.AnswerWithin;

    /// <summary>Takes a beat.</summary>
    public Reading<BeatMessage> Take(ReadOnlyMemory<byte> payload, long now)
    {
        var to = Addressee.Of(identity.Terminal);
        if (!SignedMessage.Read<BeatMessage>(payload, identity.LedgerKeys, identity.Site, to)
            .Succeeded(out var beat, out var error))
            return error;
        while (waiting.TryPeek(out var oldest) && now - oldest.MonotonicMilliseconds > options.AnswerWithin)
            waiting.Dequeue();
        if (!waiting.Contains(beat.Echo))
            return new FormatError(
                FormatErrorKind.BadContent,
                $"a beat that answers no ask of ours of the last {options.AnswerWithin / 1000} s");
        // Later beats answer later asks; this one is used up.
        while (waiting.Peek() != beat.Echo)
            waiting.Dequeue();
        waiting.Dequeue();
        return beat;
    }
}
