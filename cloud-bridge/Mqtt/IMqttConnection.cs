using System.Threading.Channels;

namespace CloudBridge.Mqtt;

/// <summary>
/// One connection to a broker, from CONNACK until it is lost or disposed of. Any thread may call any member at any
/// time. Disposing says goodbye (DISCONNECT, so that no last will is published) and ends within two seconds, whatever
/// the network does.
/// </summary>
public interface IMqttConnection : IAsyncDisposable
{
    /// <summary>
    /// The broker kept our session: subscriptions and queued messages are still there (MQTT 5.0, 3.2.2.1.1).
    /// </summary>
    bool SessionPresent { get; }

    /// <summary>
    /// Received messages, in order, for one reader. Completes, never with an error, when the connection has ended and
    /// the last message was read. A message is acknowledged to the broker when it is put in here, not when it is read:
    /// one that was not read when the process ends is gone, and one whose PUBACK was lost comes twice (QoS 1). Whoever
    /// does not read makes the broker wait, and its answers with it: never let the reading wait for an answer.
    /// </summary>
    ChannelReader<MqttMessage> Messages { get; }

    /// <summary>Completes, never fails, when the connection has ended; null after our own goodbye.</summary>
    Task<MqttFault?> Closed { get; }

    /// <summary>Subscribes with QoS 1.</summary>
    /// <param name="topicFilter">May hold wildcards, and may be shared (MQTT 5.0, 4.7.1 and 4.8.2).</param>
    /// <param name="cancellation">Gives up waiting; the subscription may come into being all the same.</param>
    /// <returns>Null when the broker granted it; else why not.</returns>
    Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation);

    /// <summary>Ends a subscription. One that was never there ends as well.</summary>
    /// <param name="topicFilter">As it was subscribed, letter by letter.</param>
    /// <param name="cancellation">Gives up waiting; the subscription may end all the same.</param>
    /// <returns>Null when the broker confirmed it; else why not.</returns>
    Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation);

    /// <summary>
    /// Publishes with QoS 1 and waits for the PUBACK. Messages, subscriptions and their ends leave in the order of the
    /// calls; several may be under way.
    /// </summary>
    /// <param name="message">Its topic without wildcards.</param>
    /// <param name="cancellation">Gives up waiting; a message that was sent already may arrive all the same.</param>
    /// <returns>
    /// Null when the broker has it, with or without subscribers (which settles nothing: only the ledger's ack does);
    /// else why not.
    /// </returns>
    Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation);
}
