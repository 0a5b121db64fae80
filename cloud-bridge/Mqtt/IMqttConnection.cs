using System.Threading.Channels;

namespace CloudBridge.Mqtt;

/// <summary>One connection to a broker, from CONNACK until it is lost or disposed of.</summary>
public interface IMqttConnection : IAsyncDisposable
{
    /// <summary>
    /// The broker kept our session: subscriptions and queued messages are still there (MQTT 5.0, 3.2.2.1.1).
    /// </summary>
    bool SessionPresent { get; }

    /// <summary>
    /// Received messages, in order. Completes when the connection ends, after the last message was read.
    /// </summary>
    ChannelReader<MqttMessage> Messages { get; }

    /// <summary>Completes, never fails, when the connection has ended; null after our own goodbye.</summary>
    Task<MqttFault?> Closed { get; }

    /// <summary>Subscribes with QoS 1.</summary>
    /// <returns>Null when the broker granted it; else why not.</returns>
    Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation);

    /// <summary>Ends a subscription.</summary>
    /// <returns>Null when the broker confirmed it; else why not.</returns>
    Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation);

    /// <summary>
    /// Publishes with QoS 1 and waits for the PUBACK. Messages leave in the order of the calls; several may be under
    /// way.
    /// </summary>
    /// <returns>Null when the broker has it (which settles nothing: only the ledger's ack does); else why
    /// not.</returns>
    Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation);
}
