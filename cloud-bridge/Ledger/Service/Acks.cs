using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>What terminals were told of their records, and what they are to be told again.</summary>
internal sealed class Acks(SiteId site, ISigner signer, LedgerOptions options)
{
    private readonly Topics topics = new(site);
    private readonly Dictionary<TerminalId, Said> said = [];
    private readonly HashSet<TerminalId> repeats = [];

    /// <summary>Says how far a terminal's records are stored.</summary>
    /// <param name="books">Durable.</param>
    /// <param name="book">The terminal's.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public LedgerAction.Publish Say(LedgerBooks books, TerminalBook book, long now)
    {
        var ack = new AckMessage(site, Addressee.Of(book.Terminal), books.Era, book.StoredEnds);
        said[book.Terminal] = new Said(now, ack.Era, ack.Epochs);
        repeats.Remove(book.Terminal);
        return new LedgerAction.Publish(new MqttMessage(
            topics.Of(book.Terminal, TerminalTopic.Ack), SignedMessage.Sign(ack, signer).Compact, Retained: true));
    }

    /// <summary>What was said is to be said again, as soon as it may.</summary>
    public void Repeat(TerminalId terminal) => repeats.Add(terminal);

    /// <summary>May it be said again that nothing is new?</summary>
    public bool MayRepeat(TerminalId terminal, long now) =>
        !said.TryGetValue(terminal, out var last) || now - last.At >= options.RepeatAckEvery;

    /// <summary>
    /// Is there something to say? Another process may have begun an era, enrolled a terminal, granted an epoch or
    /// closed a gap.
    /// </summary>
    public bool IsDue(LedgerBooks books, TerminalBook book, long now) =>
        !said.TryGetValue(book.Terminal, out var last) ||
        last.Era != books.Era ||
        last.Epochs != book.StoredEnds ||
        repeats.Contains(book.Terminal) && MayRepeat(book.Terminal, now);

    private sealed record Said(long At, long Era, ValueList<EpochAck> Epochs);
}
