using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Asks terminals to send again what was not heard of them, and knows what has not been answered. An ask is answered
/// when the line that it began with has come and none is missing up to the highest; it has timed out when nothing has
/// come closer for a while. Then it is left at that until something new is heard, and for ever longer.
/// </summary>
internal sealed class PeerAsks(Topics topics, RelayOptions options)
{
    /// <summary>Whoever asks does not know how far there is something to send.</summary>
    private const long End = (1L << 53) - 1;

    private readonly Dictionary<PeerEpoch, OpenAsk> open = [];
    private readonly Dictionary<PeerEpoch, Pause> pauses = [];

    /// <summary>Something is asked for and may yet come.</summary>
    public bool IsAnyOpen => open.Count > 0;

    /// <summary>A new connection: whatever was said meanwhile was not heard.</summary>
    public void Forget()
    {
        open.Clear();
        pauses.Clear();
    }

    /// <summary>Asks.</summary>
    public RelayAction Ask(PeerEpoch chain, HeardChain heard, long now)
    {
        open[chain] = new OpenAsk(heard.AskFrom) { WholeThrough = heard.WholeThrough, Since = now };
        var resend = new ResendMessage(chain.Epoch, heard.AskFrom, End);
        return new RelayAction.Publish(
            new MqttMessage(topics.Of(chain.Peer, TerminalTopic.Resend), resend.Write()));
    }

    /// <summary>Asks when lines are missing and it is not too soon.</summary>
    public IEnumerable<RelayAction> AskIfMissing(PeerEpoch chain, HeardChain heard, long now) =>
        heard.IsComplete || open.ContainsKey(chain) ||
        pauses.TryGetValue(chain, out var pause) && now < pause.Until
            ? []
            : [Ask(chain, heard, now)];

    /// <summary>A line of a chain has come, new or not.</summary>
    public void Heard(PeerEpoch chain, long sequence)
    {
        if (open.TryGetValue(chain, out var ask))
            ask.HasBegun |= sequence == ask.From;
    }

    /// <summary>A message with lines of a chain was read to its end.</summary>
    /// <param name="chain">Which.</param>
    /// <param name="heard">What is known of it now.</param>
    /// <param name="isMoreToCome">The message was full: an answer goes on in the next one.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public IEnumerable<RelayAction> Settle(PeerEpoch chain, HeardChain heard, bool isMoreToCome, long now)
    {
        if (!open.TryGetValue(chain, out var ask))
            return AskIfMissing(chain, heard, now);
        if (ask.HasBegun && heard.IsComplete && !isMoreToCome)
        {
            open.Remove(chain);
            pauses.Remove(chain);
        }
        else if (heard.WholeThrough > ask.WholeThrough)
            (ask.WholeThrough, ask.Since) = (heard.WholeThrough, now);
        return [];
    }

    /// <summary>Time has passed.</summary>
    public void OnTime(long now)
    {
        foreach (var (chain, ask) in open.Where(row => now - row.Value.Since >= options.PeerPatience).ToList())
        {
            open.Remove(chain);
            var length = pauses.TryGetValue(chain, out var last)
                ? Math.Min(last.Length * 2, options.LongestPeerPause)
                : options.ShortestPeerPause;
            pauses[chain] = new Pause(length, now + length);
        }
    }

    private sealed class OpenAsk(long from)
    {
        public long From => from;

        /// <summary>Its first line has come.</summary>
        public bool HasBegun { get; set; }

        public long WholeThrough { get; set; }

        /// <summary>When it was asked, or last came closer to its end.</summary>
        public long Since { get; set; }
    }

    private readonly record struct Pause(long Length, long Until);
}
