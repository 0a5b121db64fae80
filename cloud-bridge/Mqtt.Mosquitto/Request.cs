using CloudBridge.Mqtt.Mosquitto.Native;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>Hands one request to the library.</summary>
/// <returns>The library's error code.</returns>
internal delegate int Send(NativeClient client, out int messageId);

/// <summary>Something to ask of the broker, on its way to the network thread.</summary>
internal sealed record Request(PendingAnswer Answer, Send Send)
{
    public static Request Publish(MqttMessage message) => new(
        new PendingAnswer($"Publishing to {message.Topic}"),
        (NativeClient client, out int messageId) => client.Publish(message, out messageId));

    public static Request Subscribe(string filter) => new(
        new PendingAnswer($"Subscribing to {filter}"),
        (NativeClient client, out int messageId) => client.Subscribe(filter, out messageId));

    public static Request Unsubscribe(string filter) => new(
        new PendingAnswer($"Unsubscribing from {filter}"),
        (NativeClient client, out int messageId) => client.Unsubscribe(filter, out messageId));
}
