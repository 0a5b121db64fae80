using CloudBridge.Mqtt;

namespace Tests.Simulation;

/// <summary>
/// A broker as far as MQTT promises: QoS 1, retained messages, order within a topic. It drops what exceeds a client's
/// queue, and some more, after it has said that it has it; brings some messages twice; and when the network is split
/// each part has a broker of its own, which are bridges of each other otherwise. In a bad mood it does worse.
/// </summary>
internal sealed class Broker(Agenda agenda, Chance chance)
{
    private const int LongestQueue = 60;
    private const int Remembered = 512;

    private readonly List<BrokerLink> links = [];
    private readonly Dictionary<int, Dictionary<string, (MqttMessage Message, long Order)>> kept = [];
    private readonly List<MqttMessage> history = [];
    private long order;
    private bool isSplit;

    /// <summary>The true time.</summary>
    public Agenda Agenda => agenda;

    /// <summary>How often a message that it took is lost, for each that should have it.</summary>
    public double Lost { get; set; }

    /// <summary>How often one comes twice.</summary>
    public double Twice { get; set; }

    /// <summary>The most that one way takes, in milliseconds.</summary>
    public long Late { get; set; } = 20;

    /// <summary>What it does of its own.</summary>
    public BrokerMood Mood { get; set; }

    /// <summary>Makes a message into another that whoever has no key can make.</summary>
    public required Func<MqttMessage, Chance, MqttMessage> Forge { get; init; }

    /// <summary>How long the next way takes.</summary>
    public long Delay() => 1 + chance.Below((int)Late);

    /// <summary>A client comes; another of its name goes.</summary>
    public void Add(BrokerLink link)
    {
        links.FirstOrDefault(other => other.Client == link.Client)?.Cut();
        links.Add(link);
    }

    /// <summary>A client has no rights any more.</summary>
    public void TurnOut(string client) => links.FirstOrDefault(link => link.Client == client)?.Cut();

    /// <summary>A client is gone.</summary>
    public void Forget(BrokerLink link) => links.Remove(link);

    /// <summary>Parts that do not hear each other, or all one again.</summary>
    public void Split(bool isNow)
    {
        if (isSplit && !isNow)
            Join();
        isSplit = isNow;
        foreach (var link in links.ToList())
            link.Cut();
    }

    /// <summary>A message of a client has come.</summary>
    public void Take(BrokerLink from, MqttMessage message)
    {
        Remember(message);
        if (Mood == BrokerMood.HoldsBack && IsOfLedger(from) && chance.Happens(0.8))
            return;
        Route(from.Part, message);
        if (Mood is BrokerMood.Replays or BrokerMood.Swaps or BrokerMood.Forges && chance.Happens(0.2))
            agenda.After(Delay(), () => Misbehave(from.Part));
    }

    /// <summary>What it keeps for a filter.</summary>
    public IEnumerable<MqttMessage> Kept(int part, string filter) =>
        from row in StoreOf(part)
        where row.Key == filter || Matches(filter, row.Key)
        select row.Value.Message;

    /// <summary>MQTT 5.0, section 4.7, without <c>#</c>.</summary>
    public static bool Matches(string filter, string topic)
    {
        if (!filter.Contains('+'))
            return filter == topic;
        var (wanted, given) = (filter.Split('/'), topic.Split('/'));
        return wanted.Length == given.Length &&
            wanted.Zip(given).All(level => level.First == "+" || level.First == level.Second);
    }

    private static bool IsOfLedger(BrokerLink link) => link.Client == "ledger";

    private void Route(int part, MqttMessage message)
    {
        order++;
        if (message.Retained)
            foreach (var store in isSplit ? [StoreOf(part)] : AllStores())
                Keep(store, message);
        var live = message with { Retained = false };
        foreach (var link in links)
            if ((!isSplit || link.Part == part) && link.Wants(message.Topic))
                Hand(link, live);
    }

    private void Hand(BrokerLink link, MqttMessage message)
    {
        if (link.Waiting >= LongestQueue || chance.Happens(Lost))
            return;
        link.Deliver(message);
        if (chance.Happens(Twice))
            link.Deliver(message);
    }

    private void Keep(Dictionary<string, (MqttMessage, long)> store, MqttMessage message)
    {
        if (message.Payload.IsEmpty)
            store.Remove(message.Topic);
        else
            store[message.Topic] = (message, order);
    }

    /// <summary>Bridges that find each other again agree on what was said last.</summary>
    private void Join()
    {
        var latest = AllStores().SelectMany(store => store)
            .GroupBy(row => row.Key)
            .Select(row => row.MaxBy(one => one.Value.Order))
            .ToDictionary(row => row.Key, row => row.Value);
        foreach (var part in kept.Keys.ToList())
            kept[part] = new Dictionary<string, (MqttMessage, long)>(latest);
    }

    private List<Dictionary<string, (MqttMessage Message, long Order)>> AllStores()
    {
        for (var part = 0; part < 4; part++)
            StoreOf(part);
        return [.. kept.Values];
    }

    private Dictionary<string, (MqttMessage Message, long Order)> StoreOf(int part)
    {
        if (!kept.TryGetValue(part, out var store))
            kept[part] = store = new Dictionary<string, (MqttMessage, long)>(StringComparer.Ordinal);
        return store;
    }

    private void Remember(MqttMessage message)
    {
        if (history.Count < Remembered)
            history.Add(message);
        else
            history[chance.Below(Remembered)] = message;
    }

    private void Misbehave(int part)
    {
        var old = chance.Of(history);
        switch (Mood)
        {
            case BrokerMood.Replays:
                Route(part, old with { Retained = chance.Happens(0.3) });
                break;
            case BrokerMood.Swaps:
                Route(part, old with { Topic = chance.Of(history).Topic });
                break;
            case BrokerMood.Forges:
                Route(part, Forge(old, chance));
                break;
        }
    }
}
