using System.Threading.Channels;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>The face of a <see cref="NetworkLoop"/> that is connected.</summary>
internal sealed class MosquittoConnection(NetworkLoop loop, TimeSpan patience) : IMqttConnection
{
    public bool SessionPresent => loop.State.SessionPresent;

    public ChannelReader<MqttMessage> Messages => loop.Inbox;

    public Task<MqttFault?> Closed => loop.State.Closed;

    public Task<MqttFault?> SubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        AskAsync(MqttTopic.CheckFilter(topicFilter), Request.Subscribe(topicFilter), cancellation);

    public Task<MqttFault?> UnsubscribeAsync(string topicFilter, CancellationToken cancellation) =>
        AskAsync(MqttTopic.CheckFilter(topicFilter), Request.Unsubscribe(topicFilter), cancellation);

    public Task<MqttFault?> PublishAsync(MqttMessage message, CancellationToken cancellation) =>
        AskAsync(MqttTopic.CheckName(message.Topic), Request.Publish(message), cancellation);

    public async ValueTask DisposeAsync()
    {
        loop.Leave();
        await loop.State.Stopped;
    }

    private Task<MqttFault?> AskAsync(MqttFault? fault, Request request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<MqttFault?>(cancellation);
        if (fault is not null)
            return Task.FromResult<MqttFault?>(fault);
        loop.Ask(request);
        return request.Answer.WaitAsync(patience, cancellation);
    }
}
