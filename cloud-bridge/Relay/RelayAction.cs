using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>What the relay's logic wants done.</summary>
public abstract record RelayAction
{
    private RelayAction()
    {
    }

    /// <summary>
    /// The broker may refuse it, and the connection stays: it is about other terminals, or no sale needs it, and the
    /// ledger is in reach.
    /// </summary>
    public bool MayBeRefused { get; init; }

    /// <summary>Publish. With a ticket, the broker's answer is wanted.</summary>
    public sealed record Publish(MqttMessage Message, long? Ticket = null) : RelayAction;

    /// <summary>Subscribe.</summary>
    public sealed record Subscribe(string Topic) : RelayAction;

    /// <summary>End a subscription.</summary>
    public sealed record Unsubscribe(string Topic) : RelayAction;

    /// <summary>Give the connection up and dial again.</summary>
    public sealed record Drop(string Why) : RelayAction;

    /// <summary>Tell the host.</summary>
    public sealed record Tell(RelayNews News) : RelayAction;
}
