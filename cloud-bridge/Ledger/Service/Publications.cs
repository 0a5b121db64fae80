using System.Collections.Concurrent;
using CloudBridge.Mqtt;

namespace CloudBridge.Ledger;

/// <summary>
/// What is on its way to the broker. Nearly all that the ledger says is the latest state of its topic, so of a topic
/// one message is under way and one waits at most; of differentials, where each counts, some more. Nobody waits in here
/// for the broker: it may be waiting for us to read.
/// Only a few are handed over at once: a message that waits here does not use up its patience.
/// </summary>
internal sealed class Publications(IMqttConnection connection, CancellationToken cancellation)
{
    private const int MostUnderWay = 8;

    /// <summary>Of one topic: who misses one asks for it.</summary>
    private const int MostOfMany = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Queue<LedgerAction.Publish>> waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Topic, string Detail)> refused = new();
    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);
    private readonly Queue<string> turns = [];
    private readonly TaskCompletionSource<MqttFault> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first fault; what came after it was not sent.</summary>
    public Task<MqttFault> Failed => failed.Task;

    /// <summary>What the broker has refused and may, in order, each once.</summary>
    public bool TryTakeRefused(out (string Topic, string Detail) refusal) => refused.TryDequeue(out refusal);

    /// <summary>
    /// Sends, or replaces what waits on this topic, unless each counts. Topics leave in the order of the calls.
    /// </summary>
    public void Publish(LedgerAction.Publish publish)
    {
        var topic = publish.Message.Topic;
        lock (gate)
        {
            if (!waiting.TryGetValue(topic, out var queue))
                waiting[topic] = queue = [];
            if (queue.Count == 0 && !underWay.Contains(topic))
                turns.Enqueue(topic);
            while (queue.Count >= (publish.IsOneOfMany ? MostOfMany : 1))
                queue.Dequeue();
            queue.Enqueue(publish);
            SendMore();
        }
    }

    /// <summary>Only with the lock, so that topics leave in order.</summary>
    private void SendMore()
    {
        while (underWay.Count < MostUnderWay && turns.TryDequeue(out var topic))
        {
            var queue = waiting[topic];
            var publish = queue.Dequeue();
            if (queue.Count == 0)
                waiting.Remove(topic);
            underWay.Add(topic);
            _ = FollowAsync(
                topic, connection.PublishAsync(publish.Message, cancellation), publish.MayBeRefused);
        }
    }

    private async Task FollowAsync(string topic, Task<MqttFault?> answer, bool mayBeRefused)
    {
        try
        {
            var fault = await answer;
            if (fault is MqttFault.Refused && mayBeRefused)
            {
                refused.Enqueue((topic, fault.Detail));
            }
            else if (fault is not null)
            {
                failed.TrySetResult(fault);
                return;
            }
            lock (gate)
            {
                underWay.Remove(topic);
                if (waiting.ContainsKey(topic))
                    turns.Enqueue(topic);
                SendMore();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
