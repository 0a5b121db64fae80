using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Hears the other terminals of the site, so that a card that is spent at one is known at all. Their lines are checked
/// with the keys that the ledger has signed, in whatever order and however often they come; what they do to a wallet is
/// for the host to say.
/// </summary>
internal sealed class Peers(
    RelayIdentity identity, Topics topics, ICardListStore store, RelayOptions options, Action? standAside)
{
    /// <summary>A message that leaves less room than for one more line may have been cut there.</summary>
    private static readonly int Full = Topics.LongestJournalMessage - JwsType.Record.LongestBytes;

    private readonly PeerKeys keys = new(identity);
    private readonly PeerAsks asks = new(topics, options);
    private HeardChains chains = HeardChains.None;
    private ListVersion? list;
    private long? keysWantedSince;
    private long keysAskedAt;
    private bool isMissingSaid;

    /// <summary>What to subscribe to, in this order: a line without a key is of no use.</summary>
    public IEnumerable<string> Subscriptions => [topics.Keys, topics.OfAll(TerminalTopic.Journal)];

    /// <summary>
    /// Something is known to be missing, or is not known not to be and may yet come. What has timed out is the unknown
    /// end of a chain only: a hole in one stays missing until it is filled or a list covers it.
    /// </summary>
    private bool IsMissing =>
        list is null || AreKeysOld || keysWantedSince is not null || asks.IsAnyOpen || chains.IsAnyLacking ||
        Audible(chains.WithGap).Any(chains.IsPresent);

    /// <summary>The list goes with later keys: by those that are known here, somebody may speak who may not.</summary>
    private bool AreKeysOld => store.Manifest is { } manifest && manifest.Keys > keys.Version;

    /// <summary>
    /// A new connection. Nobody knows what was said while there was none, so each terminal is asked.
    /// </summary>
    public IEnumerable<RelayAction> Connected(long now)
    {
        asks.Forget();
        FollowList();
        keysAskedAt = now;
        keysWantedSince = keys.Version == 0 ? now : null;
        List<RelayAction> asked = [.. AskAll(now)];
        return [.. asked, Tell([])];
    }

    /// <summary>The site's keys came.</summary>
    public IEnumerable<RelayAction> TakeKeys(MqttMessage message, long now)
    {
        if (!keys.Take(message.Payload, store.Manifest?.Keys ?? 0, out var error))
            return error is null ? [] : [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        keysWantedSince = null;
        return TellIfChanged([.. AskAll(now)]);
    }

    /// <summary>
    /// Another list may be in use: what it has need not be heard, and what it names is to be. One that is stored and
    /// not in use may be refused: then what it has is missing still.
    /// </summary>
    public IEnumerable<RelayAction> ListMayHaveChanged(long now)
    {
        var isFirst = list is null;
        return !FollowList() ? []
            : isFirst ? TellIfChanged([.. AskAll(now)])
            : TellIfChanged([.. Audible(chains.Known).Where(chains.IsPresent)
                .OrderBy(chain => chain.Peer.ToString(), StringComparer.Ordinal).ThenBy(chain => chain.Epoch)
                .SelectMany(chain => asks.OnList(chain, Of(chain), now))]);
    }

    /// <summary>Time has passed.</summary>
    public IEnumerable<RelayAction> OnTime(long now)
    {
        if (now - keysWantedSince >= options.PeerPatience)
            keysWantedSince = null;
        return TellIfChanged([.. asks.OnTime(Of, now), .. AskForKeys(now), .. ListMayHaveChanged(now)]);
    }

    /// <summary>Lines came on a terminal's topic.</summary>
    public IEnumerable<RelayAction> TakeLines(TerminalId peer, MqttMessage message, long now)
    {
        // Without the keys nothing can be said of them; whoever has sent them is asked again when the keys are there.
        if (keys.Version == 0 || AreKeysOld)
            return [];
        if (keys.Of(peer) is not { } ring)
            return [Stranger(peer)];
        if (!JournalBatch.Split(message.Payload).Succeeded(out var lines, out var flaw))
            return [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, flaw))];

        var batch = new Batch();
        FormatError? wrong = null;
        foreach (var line in lines)
        {
            standAside?.Invoke();
            var error = Take(peer, ring, line, batch);
            wrong ??= error;
        }
        var actions = wrong is null
            ? new List<RelayAction>()
            : [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, wrong))];
        foreach (var chain in batch.Chains)
            actions.AddRange(asks.Settle(chain, Of(chain), message.Payload.Length > Full, now));
        return batch.News.Count > 0 ? [.. actions, Tell(batch.News)] : TellIfChanged(actions);
    }

    /// <returns>What is wrong with the line; null when nothing is.</returns>
    private FormatError? Take(TerminalId peer, IKeyRing ring, ReadOnlyMemory<byte> line, Batch batch)
    {
        if (!options.ReadLine(line, identity.Site).Succeeded(out var read, out var error))
            return error;
        var (signed, head, hash) = read;
        if (head.Terminal != peer)
            return new FormatError(
                FormatErrorKind.WrongAddressee, $"a line of {head.Terminal} on the topic of {peer}");
        var (chain, sequence) = (new PeerEpoch(peer, head.Position.Epoch), head.Position.Sequence);
        // Only what is new costs the check of a signature: anybody can send what was heard before once more.
        if (chains.IsNews(chain, sequence, hash))
        {
            if (RecordLine.WhyForged(signed, head.Position, ring) is { } forged)
                return forged;
            var record = new HeardRecord(
                peer, head.Position, hash, head.Previous, head.Stamp, head.FactOrNull())
            {
                Reissues = head.Reissues,
            };
            chains = chains.With(record);
            if (Of(chain).Has(sequence, hash))
                batch.News.Add(record);
        }
        if (Of(chain).Has(sequence, hash))
        {
            asks.Heard(chain, sequence);
            batch.Chains.Add(chain);
        }
        return null;
    }

    /// <returns>True when there is another list.</returns>
    private bool FollowList()
    {
        if (store.InUse is not { } manifest || manifest.List() == list)
            return false;
        list = manifest.List();
        chains = chains.Above(manifest.Watermarks.Where(row => row.Terminal != identity.Terminal));
        return true;
    }

    /// <summary>Without a list it would be for all that was ever written.</summary>
    private IEnumerable<RelayAction> AskAll(long now) => list is null || AreKeysOld
        ? []
        : keys.Peers.SelectMany(LatestOf).Select(chain => asks.Ask(chain, Of(chain), now));

    /// <summary>
    /// A terminal writes in its latest epoch. One that was granted to it and in which it has written nothing yet may
    /// not be.
    /// </summary>
    private IEnumerable<PeerEpoch> LatestOf(TerminalId peer)
    {
        var present = chains.PresentEpoch(peer);
        var known = chains.Known.Where(chain => chain.Peer == peer)
            .Append(new PeerEpoch(peer, present))
            .Distinct().OrderBy(chain => chain.Epoch).ToList();
        return known[Math.Max(0, known.FindLastIndex(chain => chain.Epoch <= present && Of(chain).Highest > 0))..];
    }

    /// <summary>Who subscribes again is given what the broker keeps (MQTT 5.0, 3.3.1.3).</summary>
    private IEnumerable<RelayAction> AskForKeys(long now)
    {
        if (!AreKeysOld || now - keysAskedAt < options.ListPatience)
            return [];
        keysAskedAt = now;
        return [new RelayAction.Subscribe(topics.Keys) { MayBeRefused = true }];
    }

    private IEnumerable<PeerEpoch> Audible(IEnumerable<PeerEpoch> known) =>
        known.Where(chain => keys.Of(chain.Peer) is not null);

    private HeardChain Of(PeerEpoch chain) => chains.Of(chain);

    /// <summary>
    /// All strangers together: names can be invented without end, and would hide what is wrong with a terminal of ours.
    /// </summary>
    private RelayAction.Tell Stranger(TerminalId peer) => new(new RelayNews.Rejected(
        topics.OfAll(TerminalTopic.Journal),
        new FormatError(FormatErrorKind.UnknownKey, $"terminal {peer} is not in key list {keys.Version}")));

    private RelayAction.Tell Tell(IReadOnlyList<HeardRecord> news)
    {
        isMissingSaid = IsMissing;
        return new RelayAction.Tell(new RelayNews.PeersHeard([.. news], isMissingSaid));
    }

    private List<RelayAction> TellIfChanged(List<RelayAction> actions) =>
        IsMissing == isMissingSaid ? actions : [.. actions, Tell([])];

    /// <summary>What one message brought.</summary>
    private sealed class Batch
    {
        public List<HeardRecord> News { get; } = [];

        /// <summary>Those that it had lines of.</summary>
        public HashSet<PeerEpoch> Chains { get; } = [];
    }
}
