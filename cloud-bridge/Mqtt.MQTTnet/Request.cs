using System.Buffers;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace CloudBridge.Mqtt.MqttNet;

/// <summary>Something to ask of the broker.</summary>
/// <param name="Answer">What its caller waits for.</param>
/// <param name="Send">
/// Puts it in the library's queue before the first await, so that the order of the calls is the order on the wire, and
/// returns the broker's reason code. Not to be cancelled while the connection is to be kept: half a packet may be out.
/// </param>
internal sealed record Request(
    PendingAnswer Answer, Func<MQTTnet.IMqttClient, CancellationToken, Task<int>> Send)
{
    public static Request Publish(MqttMessage message) => new(
        new PendingAnswer($"Publishing to {message.Topic}"),
        async (client, ending) =>
        {
            var library = new MqttApplicationMessage
            {
                Topic = message.Topic,
                Payload = new ReadOnlySequence<byte>(message.Payload),
                QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                Retain = message.Retained,
            };
            return (int)(await client.PublishAsync(library, ending)).ReasonCode;
        });

    public static Request Subscribe(string filter) => new(
        new PendingAnswer($"Subscribing to {filter}"),
        async (client, ending) =>
        {
            var library = new MqttClientSubscribeOptions
            {
                TopicFilters =
                [
                    new MqttTopicFilter
                    {
                        Topic = filter,
                        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
                    },
                ],
            };
            return (int)(await client.SubscribeAsync(library, ending)).Items.Single().ResultCode;
        });

    public static Request Unsubscribe(string filter) => new(
        new PendingAnswer($"Unsubscribing from {filter}"),
        async (client, ending) =>
        {
            var library = new MqttClientUnsubscribeOptions { TopicFilters = [filter] };
            return (int)(await client.UnsubscribeAsync(library, ending)).Items.Single().ResultCode;
        });
}
