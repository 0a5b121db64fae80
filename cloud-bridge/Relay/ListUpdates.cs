using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Keeps the card list up to date: by what has changed, as the ledger says it; by asking for what has changed since,
/// where some of that did not come; whole, where there is no list or nobody answers.
/// </summary>
internal sealed class ListUpdates(
    RelayIdentity identity, Topics topics, ICardListStore store, RelayOptions options, Func<Nonce> nonces)
{
    private const int MostRounds = 10;

    private readonly ListFetch fetch = new(topics, store, options);
    private (ListManifest Manifest, ReadOnlyMemory<byte> Signed)? offer;
    private ListVersion? missing;
    private int asks;
    private long due;
    private int rounds;
    private ListVersion? untold;
    private long lastStored;
    private long lastTold = long.MinValue / 2;
    private long? lackingSince;
    private ListVersion? lamented;
    private long lastQuestion = long.MinValue / 2;

    /// <summary>A new connection: subscriptions are gone, and what was asked for may not come.</summary>
    public IEnumerable<RelayAction> Connected(long now)
    {
        (asks, due) = (0, now + Jitter());
        return fetch.Connected();
    }

    /// <summary>Takes a manifest.</summary>
    public IEnumerable<RelayAction> TakeManifest(string topic, ReadOnlyMemory<byte> payload, long now)
    {
        if (!SignedMessage.Read<ListManifest>(payload, identity.LedgerKeys, identity.Site, Addressee.Terminals)
            .Succeeded(out var offered, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(topic, error))];
        if (fetch.Manifest is { } fetched && offered.List() <= fetched.List() || !IsOfUse(offered))
            return TellOfAnother(offered);
        if (fetch.Manifest is not null || store.Stored is not { } stored)
            return Settle(fetch.Begin(offered, payload, now), now);
        // An earlier build of the ledger: it answers nobody, and all that changes comes like this.
        if (offered.Since == 0)
            return Settle(fetch.Begin(offered, payload, now), now);
        if (offer is null && missing is null)
            due = now + Jitter();
        offer = (offered, payload);
        if (offered.List() > stored)
            Miss(offered.List(), now);
        // Nobody could say what has changed since ours.
        if (offered.List() <= stored || offered.Era != stored.Era || offered.Since > stored.Version ||
            offered.History != store.Manifest?.History)
            asks = options.MostSinceAsks;
        return [];
    }

    /// <summary>Takes what has changed.</summary>
    public IEnumerable<RelayAction> TakeDelta(string topic, ReadOnlyMemory<byte> payload, long now)
    {
        if (!CardChunks.Unpack(payload.Span).Succeeded(out var signed, out var damage))
            return [new RelayAction.Tell(new RelayNews.Rejected(topic, damage))];
        if (!SignedMessage.Read<ListDelta>(signed, identity.LedgerKeys, identity.Site, Addressee.Terminals)
            .Succeeded(out var delta, out var error))
            return [new RelayAction.Tell(new RelayNews.Rejected(topic, error))];
        if (store.Stored is { } stored && delta.List() <= stored)
            return [];
        if (store.Manifest is not { } list || !delta.Follows(list))
        {
            Miss(delta.List(), now);
            return [];
        }
        if (store.Apply(delta) is { } why)
        {
            Miss(delta.List(), now);
            return [new RelayAction.Tell(new RelayNews.ListNotStored(delta.List(), why))];
        }
        // More of them may be on their way.
        (asks, due, rounds) = (0, now + options.SincePatience, 0);
        var isFetchedInVain = fetch.Manifest is { } fetched && !IsOfUse(fetched);
        (untold, lastStored) = (delta.List(), now);
        return [.. delta.Awaited || MayTell(now) ? Tell(now) : [], .. isFetchedInVain ? fetch.End() : []];
    }

    /// <summary>Takes a chunk.</summary>
    public IEnumerable<RelayAction> TakeChunk(
        string topic, Digest chunk, ReadOnlyMemory<byte> payload, long now) =>
        Settle(fetch.TakeChunk(topic, chunk, payload, now), now);

    /// <summary>
    /// The ledger has a list that is not here: what it said was dropped on its way, or is still on it.
    /// </summary>
    public IEnumerable<RelayAction> Learn(ListVersion? current, long now)
    {
        if (!IsBeyond(current, fetch.Manifest?.List() ?? store.Stored))
            return [];
        Miss(current!, now);
        return store.Stored is null || fetch.Manifest is not null ? Question(now) : [];
    }

    /// <summary>Time has passed.</summary>
    public IEnumerable<RelayAction> OnTime(long now)
    {
        store.Tidy();
        var isQuiet = now - lastStored >= options.ListQuiet;
        return
        [
            .. Settle(fetch.OnTime(now), now),
            .. isQuiet && MayTell(now) ? Tell(now) : [],
            .. Step(now),
            .. Lament(now),
        ];
    }

    /// <summary>Changes mostly bring what it lacks. Where they do not, somebody should know.</summary>
    private RelayAction[] Lament(long now)
    {
        lackingSince = store.Lack is null ? null : lackingSince ?? now;
        if (store.Lack is not { } lack || now - lackingSince < options.ListPatience || store.Stored == lamented)
            return [];
        lamented = store.Stored;
        return [new RelayAction.Tell(new RelayNews.ListOfNoUse(lamented!, lack))];
    }

    /// <summary>The ledger was restored, and says versions anew in the era in which it has said them before.</summary>
    private RelayAction[] TellOfAnother(ListManifest offered)
    {
        if (store.Manifest is not { } ours || offered.Era != ours.Era || offered.History == ours.History ||
            offered.History is null || offered.List() > ours.List() || lamented == offered.List())
            return [];
        lamented = offered.List();
        var why = $"list {ours.List()} is here, of another history: was the ledger restored without raise-era?";
        return [new RelayAction.Tell(new RelayNews.ListOfNoUse(lamented, why))];
    }

    private bool MayTell(long now) => untold is not null && now - lastTold >= options.ListPace;

    /// <summary>What is stored is to be put to use.</summary>
    private RelayAction[] Tell(long now)
    {
        var news = new RelayNews.ListStored(untold!);
        (untold, lastTold) = (null, now);
        return [new RelayAction.Tell(news)];
    }

    private IEnumerable<RelayAction> Step(long now)
    {
        if (!IsBeyond(missing, store.Stored))
            missing = null;
        if (offer is { Manifest: var offered } && !IsOfUse(offered))
            offer = null;
        if (missing is null && offer is null || now < due)
            return [];
        if (fetch.Manifest is { } fetched)
            return IsBeyond(missing, fetched.List()) ? [.. Question(now).SelectMany(AndAsk)] : [];
        if (store.Stored is { } stored && missing?.Era == stored.Era && asks < options.MostSinceAsks)
        {
            asks++;
            due = now + options.SincePatience;
            return [AskSince(stored)];
        }
        if (offer is not { } list)
        {
            // Each time after twice as long: answers may come all the time and be of no use here.
            (asks, due) = (0, now + Math.Min(options.ListPatience << rounds, options.LongestListPatience));
            rounds = Math.Min(rounds + 1, MostRounds);
            return Question(now);
        }
        offer = null;
        return Settle(fetch.Begin(list.Manifest, list.Signed, now), now);
    }

    /// <summary>What is being fetched does not come, or may not take the place of ours: another is needed.</summary>
    private IEnumerable<RelayAction> AndAsk(RelayAction question) =>
        store.Stored is { } stored ? [question, AskSince(stored)] : [question];

    /// <summary>It is later than ours, or so much has changed since ours that it makes ours shorter.</summary>
    private bool IsOfUse(ListManifest offered) =>
        IsBeyond(offered.List(), store.Stored) ||
        store.IsWorn && offered.History == store.Manifest?.History && IsBeyond(offered.List(), store.Base);

    private static bool IsBeyond(ListVersion? list, ListVersion? other) =>
        list is not null && (other is null || list > other);

    private void Miss(ListVersion version, long now)
    {
        if (missing is null && offer is null)
            (asks, due) = (0, now + Jitter());
        if (IsBeyond(version, missing))
            missing = version;
    }

    /// <summary>A list that was fetched may lack what has changed meanwhile.</summary>
    private IEnumerable<RelayAction> Settle(IEnumerable<RelayAction> actions, long now)
    {
        List<RelayAction> done = [.. actions];
        if (done.Any(action => action is RelayAction.Tell { News: RelayNews.ListStored }))
        {
            (asks, due, rounds) = (0, now + Jitter(), 0);
            (untold, lastTold) = (null, now);
        }
        return done;
    }

    /// <summary>
    /// A manifest was dropped on its way, or its chunks do not come any more. Who subscribes again is given what the
    /// broker keeps (MQTT 5.0, 3.3.1.3).
    /// </summary>
    private IEnumerable<RelayAction> Question(long now)
    {
        if (now - lastQuestion < options.ListPatience ||
            fetch.Manifest is not null && now - fetch.LastProgress < options.ListPatience)
            return [];
        lastQuestion = now;
        return [new RelayAction.Subscribe(topics.CardList)];
    }

    /// <summary>Rights that were written for an earlier build do not grant it.</summary>
    private RelayAction.Publish AskSince(ListVersion stored) => new(new MqttMessage(
        topics.Of(identity.Terminal, TerminalTopic.Since),
        new SinceMessage(stored.Era, stored.Version, store.Manifest?.History).Write()))
    {
        MayBeRefused = true,
    };

    private long Jitter() => (long)(nonces().Value % (UInt128)(options.ListJitter + 1));
}
