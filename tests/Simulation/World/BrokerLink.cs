using CloudBridge.Mqtt;

namespace Tests.Simulation;

/// <summary>A client's connection to the broker, as the client has it.</summary>
internal sealed class BrokerLink(Broker broker, string client, int part)
{
    private readonly HashSet<string> topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> lastDeliveries = new(StringComparer.Ordinal);
    private long lastSent;

    /// <summary>Whose.</summary>
    public string Client => client;

    /// <summary>The part of the network that it is in.</summary>
    public int Part => part;

    /// <summary>Told what the client publishes, when it does.</summary>
    public required Action<MqttMessage> Sending { get; init; }

    /// <summary>Gets what is delivered.</summary>
    public required Action<MqttMessage> Heard { get; init; }

    /// <summary>Called when the other side ends it.</summary>
    public required Action Lost { get; init; }

    /// <summary>Neither side has ended it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>What goes in does not come out, and nobody says so.</summary>
    public bool IsHalfOpen { get; set; }

    /// <summary>Messages on their way to it.</summary>
    public int Waiting { get; private set; }

    /// <summary>Publishes.</summary>
    /// <param name="message">What.</param>
    /// <param name="taken">Called when the broker says that it has it.</param>
    public void Publish(MqttMessage message, Action? taken = null)
    {
        Sending(message);
        Send(() =>
        {
            broker.Take(this, message);
            if (taken is not null)
                broker.Agenda.After(broker.Delay(), () =>
                {
                    if (IsOpen && !IsHalfOpen)
                        taken();
                });
        });
    }

    /// <summary>Subscribes; what is kept comes at once.</summary>
    public void Subscribe(string topic) => Send(() =>
    {
        topics.Add(topic);
        wanted.Clear();
        foreach (var kept in broker.Kept(part, topic))
            Deliver(kept);
    });

    /// <summary>Ends a subscription.</summary>
    public void Unsubscribe(string topic) => Send(() =>
    {
        topics.Remove(topic);
        wanted.Clear();
    });

    /// <summary>Is one of its subscriptions for this topic?</summary>
    public bool Wants(string topic)
    {
        if (!wanted.TryGetValue(topic, out var isWanted))
            wanted[topic] = isWanted = topics.Any(filter => Broker.Matches(filter, topic));
        return isWanted;
    }

    /// <summary>Brings it a message: in order within a topic.</summary>
    public void Deliver(MqttMessage message)
    {
        var agenda = broker.Agenda;
        var at = Math.Max(agenda.Now + broker.Delay(), lastDeliveries.GetValueOrDefault(message.Topic));
        lastDeliveries[message.Topic] = at;
        Waiting++;
        agenda.At(at, () =>
        {
            Waiting--;
            if (IsOpen && !IsHalfOpen)
                Heard(message);
        });
    }

    /// <summary>We end it.</summary>
    public void Close()
    {
        IsOpen = false;
        broker.Forget(this);
    }

    /// <summary>The broker, or the network, ends it; the client hears of it.</summary>
    public void Cut()
    {
        if (!IsOpen)
            return;
        Close();
        broker.Agenda.After(broker.Delay(), Lost);
    }

    /// <summary>What a client sends arrives in order.</summary>
    private void Send(Action arrive)
    {
        lastSent = Math.Max(lastSent, broker.Agenda.Now + broker.Delay());
        broker.Agenda.At(lastSent, () =>
        {
            if (IsOpen && !IsHalfOpen)
                arrive();
        });
    }
}
