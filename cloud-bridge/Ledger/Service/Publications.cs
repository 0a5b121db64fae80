using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// What is on its way to the broker. All that the ledger says is the latest state of its topic, so a topic has one
/// message under way and one that waits at most. Nobody waits in here for the broker: it may be waiting for us to read.
/// </summary>
internal sealed class Publications(IMqttConnection connection, CancellationToken cancellation)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, MqttMessage?> waiting = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<MqttFault> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first fault; what came after it was not sent.</summary>
    public Task<MqttFault> Failed => failed.Task;

    /// <summary>
    /// Sends, or replaces what waits on this topic. Different topics leave in the order of the calls.
    /// </summary>
    public void Publish(MqttMessage message)
    {
        lock (gate)
            if (!waiting.TryAdd(message.Topic, null))
            {
                waiting[message.Topic] = message;
                return;
            }
        _ = SendAsync(message);
    }

    private async Task SendAsync(MqttMessage first)
    {
        try
        {
            for (MqttMessage? message = first; message is not null; message = Next(message.Topic))
                if (await connection.PublishAsync(message, cancellation) is { } fault)
                {
                    failed.TrySetResult(fault);
                    return;
                }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private MqttMessage? Next(string topic)
    {
        lock (gate)
        {
            var next = waiting[topic];
            if (next is null)
                waiting.Remove(topic);
            else
                waiting[topic] = null;
            return next;
        }
    }
}
