using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// All that the relay decides, without a network, a clock or a thread: what comes in goes in here, what is to be done
/// comes out. Times are milliseconds of the terminal's monotonic clock.
/// </summary>
public sealed class RelayLogic
{
    private readonly RelayIdentity identity;
    private readonly RelayOptions options;
    private readonly IOutbox outbox;
    private readonly Topics topics;
    private readonly Outgoing outgoing;
    private readonly Asking asking;
    private readonly ListUpdates lists;
    private readonly TwinWatch twins;
    private readonly Peers peers;
    private readonly Commands commands;
    private readonly ConfigFetch configs;
    private ReadOnlyMemory<byte>? status;
    private ReadOnlyMemory<byte> wordForTwins;
    private long era = 1;
    private bool isConnected;
    private long connectedAt;
    private long lastAnswered = long.MinValue / 2;
    private long lastEchoed = long.MinValue / 2;
    private long silenceEndured;
    private bool isSilenceSaid;
    private bool heardStrangers;

    /// <param name="identity">Who relays.</param>
    /// <param name="outbox">What is to be sent.</param>
    /// <param name="store">Where lists go.</param>
    /// <param name="nonces">128 random bits at each call.</param>
    /// <param name="options">How patient.</param>
    /// <param name="standAside">Called before each line of another terminal; may wait a little while.</param>
    public RelayLogic(
        RelayIdentity identity,
        IOutbox outbox,
        ICardListStore store,
        Func<Nonce> nonces,
        RelayOptions options,
        Action? standAside = null)
    {
        (this.identity, this.outbox, this.options) = (identity, outbox, options);
        silenceEndured = options.SilenceEndured;
        topics = new Topics(identity.Site);
        outgoing = new Outgoing(outbox, topics.Of(identity.Terminal, TerminalTopic.Journal), options);
        asking = new Asking(identity, topics, nonces, identity.Boot, options);
        lists = new ListUpdates(identity, topics, store, options, nonces);
        twins = new TwinWatch(identity);
        peers = new Peers(identity, topics, store, options, standAside);
        commands = new Commands(identity, options);
        configs = new ConfigFetch(identity, topics, options);
    }

    /// <summary>A connection is there.</summary>
    public IReadOnlyList<RelayAction> Connected(long now)
    {
        (isConnected, connectedAt, isSilenceSaid, heardStrangers) = (true, now, false, false);
        outgoing.Connected();
        return
        [
            .. Subscriptions(),
            .. lists.Connected(now),
            .. SayStatus(),
            .. peers.Connected(now),
            .. asking.Ask(now),
            .. outgoing.Send(now),
        ];
    }

    /// <summary>Something of ours came back on this connection, from the broker or the ledger, and it lasts.</summary>
    public bool IsSteady(long now) =>
        isConnected && Math.Max(lastAnswered, lastEchoed) >= connectedAt && now - connectedAt >= options.SteadyAfter;

    /// <summary>The connection is gone.</summary>
    public void Disconnected() => isConnected = false;

    /// <summary>The journal has grown.</summary>
    public IReadOnlyList<RelayAction> JournalGrew(long now) => isConnected ? [.. outgoing.Send(now)] : [];

    /// <summary>
    /// A list took effect: ask at once whether it is current, and hear others from its watermarks on.
    /// </summary>
    public IReadOnlyList<RelayAction> ListApplied(long now) =>
        isConnected ? [.. asking.Ask(now), .. peers.ListMayHaveChanged(now)] : [];

    /// <summary>
    /// Ask at once whether there is another list, and for the head that the broker keeps: who subscribes again is given
    /// it.
    /// </summary>
    public IReadOnlyList<RelayAction> AskForCardList(long now) =>
        isConnected ? [new RelayAction.Subscribe(topics.CardList), .. asking.Ask(now)] : [];

    /// <summary>The terminal's state has changed.</summary>
    public IReadOnlyList<RelayAction> StatusChanged(StatusMessage message)
    {
        status = SignedMessage.Sign(message, identity.Signer).Compact;
        // A twin may run an earlier build, which refuses members that it does not know.
        var first = message with
        {
            Reason = null, UnlistedDebits = null, Config = null, ConfigRefused = null,
        };
        wordForTwins = first == message ? status.Value : SignedMessage.Sign(first, identity.Signer).Compact;
        return isConnected ? [.. SayStatus()] : [];
    }

    /// <summary>The broker has taken a message that was published with a ticket.</summary>
    public IReadOnlyList<RelayAction> Published(long ticket, long now)
    {
        outgoing.Published(ticket);
        return isConnected ? [.. outgoing.Send(now)] : [];
    }

    /// <summary>Time has passed: to be called about every second.</summary>
    public IReadOnlyList<RelayAction> OnTime(long now)
    {
        if (!isConnected)
            return [];
        var silent = now - Math.Max(connectedAt, lastAnswered);
        var ledgerIsSilent = silent >= options.SilenceAllowed;
        if (ledgerIsSilent && (now - lastEchoed >= options.SilenceAllowed || silent >= silenceEndured))
            return [Drop(now)];
        outgoing.HeardLedger(lastAnswered, now);
        return
        [
            .. SaySilence(ledgerIsSilent),
            .. asking.OnTime(now),
            .. lists.OnTime(now),
            .. peers.OnTime(now),
            .. outgoing.Send(now),
        ];
    }

    /// <summary>A message came.</summary>
    public IReadOnlyList<RelayAction> Received(MqttMessage message, long now)
    {
        if (topics.TryParse(message.Topic, out var terminal, out var kind) && kind == TerminalTopic.Journal)
            return terminal == identity.Terminal ? [] : [.. peers.TakeLines(terminal, message, now)];
        var actions = Take(message, now);
        heardStrangers |= actions.Any(action =>
            action is RelayAction.Tell { News: RelayNews.Rejected { Error.Kind: FormatErrorKind.UnknownKey } });
        return actions;
    }

    private IReadOnlyList<RelayAction> Take(MqttMessage message, long now)
    {
        if (message.Topic == topics.CardList)
            return [.. lists.TakeManifest(message.Topic, message.Payload, now)];
        if (message.Topic == topics.CardDelta)
            return [.. lists.TakeDelta(message.Topic, message.Payload, now)];
        if (message.Topic == topics.LedgerKeys)
            return OnLedgerKeys(message);
        if (message.Topic == topics.Keys)
            return [.. peers.TakeKeys(message, now)];
        if (topics.TryParseChunk(message.Topic, out var chunk))
            return [.. lists.TakeChunk(message.Topic, chunk, message.Payload, now)];
        if (!topics.TryParse(message.Topic, out var terminal, out var kind) || terminal != identity.Terminal)
            return [];
        return kind switch
        {
            TerminalTopic.Ack => OnAck(message, now),
            TerminalTopic.Beat => OnBeat(message, now),
            TerminalTopic.Resend => OnResend(message, now),
            TerminalTopic.Command => [.. commands.Take(message, now)],
            TerminalTopic.Config => [.. configs.Take(message)],
            TerminalTopic.Holder => OnHolder(message),
            TerminalTopic.Ask => OnEcho(message, now),
            _ => [],
        };
    }

    /// <summary>What one dialling anew did not bring back the next hardly will: each waits twice as long.</summary>
    private RelayAction.Drop Drop(long now)
    {
        if (now - lastEchoed < options.SilenceAllowed)
            silenceEndured = Math.Min(2 * silenceEndured, options.LongestSilenceEndured);
        return new RelayAction.Drop(Silence());
    }

    /// <summary>Once in a connection, or after the ledger was heard again.</summary>
    private IEnumerable<RelayAction> SaySilence(bool ledgerIsSilent)
    {
        if (!ledgerIsSilent || isSilenceSaid)
            return [];
        isSilenceSaid = true;
        return [new RelayAction.Tell(new RelayNews.LedgerSilent(Silence()))];
    }

    /// <summary>Anybody can sign with a key of his own, so a strange key is a reason to look and no more.</summary>
    private string Silence()
    {
        var silence = $"nothing heard of the ledger for {options.SilenceAllowed / 1000} s";
        return heardStrangers
            ? $"{silence}; what came is signed with another key than this terminal's enrolment names: the ledger's " +
                "key has changed, or somebody plays with the broker"
            : $"{silence}; is it running, and does the broker let this terminal read its topics?";
    }

    private IEnumerable<RelayAction> Subscriptions()
    {
        // First: what the broker has kept of acks and lists is signed by the key that this tells of.
        if (identity.LedgerPins is not null)
            yield return new RelayAction.Subscribe(topics.LedgerKeys) { MayBeRefused = true };
        yield return new RelayAction.Subscribe(topics.Of(identity.Terminal, TerminalTopic.Ack));
        yield return new RelayAction.Subscribe(topics.Of(identity.Terminal, TerminalTopic.Beat));
        yield return new RelayAction.Subscribe(topics.Of(identity.Terminal, TerminalTopic.Resend));
        yield return new RelayAction.Subscribe(topics.Of(identity.Terminal, TerminalTopic.Holder));
        // Changes first: what is said between the two is on top of the list that the broker keeps, or in it.
        yield return new RelayAction.Subscribe(topics.CardDelta);
        yield return new RelayAction.Subscribe(topics.CardList);
        foreach (var topic in peers.Subscriptions)
            yield return new RelayAction.Subscribe(topic) { MayBeRefused = true };
        foreach (var kind in new[] { TerminalTopic.Ask, TerminalTopic.Command })
            yield return new RelayAction.Subscribe(topics.Of(identity.Terminal, kind)) { MayBeRefused = true };
        foreach (var topic in configs.Subscriptions)
            yield return new RelayAction.Subscribe(topic) { MayBeRefused = true };
    }

    /// <summary>
    /// Under another key all is heard anew: some of what the broker has kept may have come before the statement.
    /// </summary>
    private IReadOnlyList<RelayAction> OnLedgerKeys(MqttMessage message)
    {
        FormatError? error = null;
        var isChanged = identity.LedgerPins?.Take(message.Payload, out error) == true;
        return
        [
            .. error is null ? [] : new[] { new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error)) },
            .. isChanged ? new[] { new RelayAction.Drop("the ledger has another key from now on") } : [],
        ];
    }

    /// <summary>Behind the subscriptions: what another has left there is brought before ours takes its place.</summary>
    private RelayAction.Publish[] SayStatus() => status is { } signed
        ? [Say(TerminalTopic.Status, signed), Say(TerminalTopic.Holder, wordForTwins)]
        : [];

    private RelayAction.Publish Say(TerminalTopic kind, ReadOnlyMemory<byte> signed) =>
        new(new MqttMessage(topics.Of(identity.Terminal, kind), signed, Retained: true));

    /// <summary>We hear ourselves there, so what is no sign of a twin is not worth a word.</summary>
    private IReadOnlyList<RelayAction> OnHolder(MqttMessage message) =>
        twins.Look(message.Payload, outbox.Tail?.Epoch ?? 0) is { } seen ? [new RelayAction.Tell(seen)] : [];

    /// <summary>
    /// Whoever hears what it has just said has a broker that takes and brings. Without the ledger that is enough: other
    /// terminals are heard, and who would dial anew had to ask each of them what it said meanwhile.
    /// </summary>
    private IReadOnlyList<RelayAction> OnEcho(MqttMessage message, long now)
    {
        if (asking.IsOurs(message.Payload, now))
            lastEchoed = now;
        return [];
    }

    private IReadOnlyList<RelayAction> OnAck(MqttMessage message, long now)
    {
        var to = Addressee.Of(identity.Terminal);
        if (!SignedMessage.Read<AckMessage>(message.Payload, identity.LedgerKeys, identity.Site, to)
            .Succeeded(out var ack, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        // One of an era before was on its way when the ledger was restored.
        var (granted, present) = (outbox.Granted, outbox.Tail?.Epoch);
        var outcome = ack.Era < era ? AckOutcome.Outdated : outbox.Acknowledge(ack, message.Payload);
        era = Math.Max(era, ack.Era);
        outgoing.Acknowledged(outcome, isNews: !message.Retained, now);
        RelayNews news = outcome == AckOutcome.Diverged
            ? new RelayNews.Diverged(
                $"the ledger acknowledges {string.Join(", ", ack.Epochs.Select(row => row.Position()))}; " +
                $"the journal ends at {outbox.Tail?.ToString() ?? "nothing"} or says something else there")
            {
                Epoch = present,
            }
            : new RelayNews.Acknowledged(outbox.Acked);
        IEnumerable<RelayAction> grant = outbox.Granted is { } epoch && epoch != granted
            ? [new RelayAction.Tell(new RelayNews.EpochGranted(epoch))]
            : [];
        return [new RelayAction.Tell(news), .. grant, .. outgoing.Send(now)];
    }

    private IReadOnlyList<RelayAction> OnBeat(MqttMessage message, long now)
    {
        if (!asking.Take(message.Payload, now).Succeeded(out var beat, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        // All else that it signs a broker may have kept: only this says that the ledger is there now.
        (lastAnswered, isSilenceSaid, silenceEndured) = (now, false, options.SilenceEndured);
        var news = new RelayNews.BeatAnswered(
            beat.List(), beat.Echo.MonotonicMilliseconds, now, beat.LedgerMilliseconds);
        return
        [
            new RelayAction.Tell(news),
            .. lists.Learn(beat.List(), now),
            .. configs.Learn(beat.Config(), now),
            .. LearnEra(beat.Era),
        ];
    }

    /// <summary>
    /// The ledger has begun an era and we have not heard its ack, which says what to send again: it was dropped on its
    /// way. Who subscribes again is given what the broker keeps (MQTT 5.0, 3.3.1.3).
    /// </summary>
    private IEnumerable<RelayAction> LearnEra(long current) =>
        current > era ? [new RelayAction.Subscribe(topics.Of(identity.Terminal, TerminalTopic.Ack))] : [];

    private IReadOnlyList<RelayAction> OnResend(MqttMessage message, long now)
    {
        if (!ResendMessage.Read(message.Payload.Span).Succeeded(out var resend, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(message.Topic, error))];
        // Nobody of us has one kept. A stranger's would come back with each connection, for ever.
        if (message.Retained)
            return [];
        outgoing.Resend(resend);
        return [.. outgoing.Send(now)];
    }
}
