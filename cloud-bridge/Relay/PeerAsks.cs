using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Asks terminals to send again what was not heard of them, and knows what has not been answered. An ask is answered
/// when the line that it began with has come and none is missing up to the highest; it has timed out when nothing new
/// of the chain has come for a while. Then it is left at that until something is heard of it again, or a list knows
/// more of it, and for ever longer.
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
        open[chain] = new OpenAsk(heard.AskFrom, now) { Lines = heard.Count, Since = now };
        var resend = new ResendMessage(chain.Epoch, heard.AskFrom, End);
        return new RelayAction.Publish(
            new MqttMessage(topics.Of(chain.Peer, TerminalTopic.Resend), resend.Write()))
        {
            MayBeRefused = true,
        };
    }

    /// <summary>Asks when lines are missing and it is not too soon.</summary>
    public IEnumerable<RelayAction> AskIfMissing(PeerEpoch chain, HeardChain heard, long now) =>
        heard.IsComplete || open.ContainsKey(chain) ||
        pauses.TryGetValue(chain, out var pause) && now < pause.Until
            ? []
            : [Ask(chain, heard, now)];

    /// <summary>
    /// Another list took effect. The line that an open ask began with may be below it now, and is not heard any more;
    /// and it may know of lines that nobody has heard.
    /// </summary>
    public IEnumerable<RelayAction> OnList(PeerEpoch chain, HeardChain heard, long now) =>
        open.TryGetValue(chain, out var ask) ? ask.From < heard.Listed ? [Ask(chain, heard, now)] : []
        : pauses.TryGetValue(chain, out var pause) && heard.Highest <= pause.Highest ? []
        : AskIfMissing(chain, heard, now);

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
        else if (heard.Count != ask.Lines)
            (ask.Lines, ask.Since) = (heard.Count, now);
        return [];
    }

    /// <summary>Time has passed.</summary>
    /// <param name="heardOf">What is known of a chain.</param>
    /// <param name="now">Monotonic milliseconds.</param>
    public IEnumerable<RelayAction> OnTime(Func<PeerEpoch, HeardChain> heardOf, long now)
    {
        var actions = new List<RelayAction>();
        foreach (var (chain, ask) in open.ToList())
            if (now - ask.Since >= options.PeerPatience)
                GiveUp(chain, heardOf(chain), now);
            else if (now - ask.AskedAt >= options.PeerAskAgain)
                actions.Add(Ask(chain, heardOf(chain), now));
        return actions;
    }

    private void GiveUp(PeerEpoch chain, HeardChain heard, long now)
    {
        open.Remove(chain);
        var length = pauses.TryGetValue(chain, out var last)
            ? Math.Min(last.Length * 2, options.LongestPeerPause)
            : options.ShortestPeerPause;
        pauses[chain] = new Pause(length, now + length, heard.Highest);
    }

    private sealed class OpenAsk(long from, long askedAt)
    {
        public long AskedAt => askedAt;

        public long From => from;

        /// <summary>Its first line has come.</summary>
        public bool HasBegun { get; set; }

        /// <summary>So many lines of the chain were heard.</summary>
        public int Lines { get; set; }

        /// <summary>When it was asked, or something new of the chain came.</summary>
        public long Since { get; set; }
    }

    /// <param name="Length">Of the pause.</param>
    /// <param name="Until">Its end.</param>
    /// <param name="Highest">What was known of the chain when nobody answered.</param>
    private readonly record struct Pause(long Length, long Until, long Highest);
}
