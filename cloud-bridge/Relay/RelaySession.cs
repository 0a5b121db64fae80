using CloudBridge.Contract;
using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>
/// Carries out actions on one connection. It never waits for the broker where the relay's loop waits for it: the broker
/// may be waiting for that loop to read.
/// </summary>
/// <param name="connection">Its owner disposes of it.</param>
/// <param name="post">Hands an input to the loop.</param>
/// <param name="published">The input that says that the broker has taken a message.</param>
/// <param name="tell">Awaited by the loop.</param>
/// <param name="lost">Cancelled when the broker refuses something or does not answer.</param>
internal sealed class RelaySession(
    IMqttConnection connection,
    Func<Func<IReadOnlyList<RelayAction>>, ValueTask<bool>> post,
    Func<long, IReadOnlyList<RelayAction>> published,
    Func<RelayNews, ValueTask> tell,
    CancellationTokenSource lost)
{
    private readonly CancellationToken ending = lost.Token;
    private readonly HashSet<Task> underWay = [];
    private MqttFault? failure;

    /// <summary>What the broker refused or did not answer; null when nothing.</summary>
    public MqttFault? Failure => Volatile.Read(ref failure);

    /// <returns>Why the connection is to be given up; null to go on.</returns>
    public async Task<string?> DoAsync(IReadOnlyList<RelayAction> actions)
    {
        foreach (var action in actions)
            switch (action)
            {
                case RelayAction.Publish publish:
                    Follow(
                        connection.PublishAsync(publish.Message, ending),
                        publish.MayBeRefused ? publish.Message.Topic : null,
                        publish.Ticket);
                    break;
                case RelayAction.Subscribe subscribe:
                    Follow(
                        connection.SubscribeAsync(subscribe.Topic, ending),
                        subscribe.MayBeRefused ? subscribe.Topic : null);
                    break;
                case RelayAction.Unsubscribe unsubscribe:
                    Follow(connection.UnsubscribeAsync(unsubscribe.Topic, ending));
                    break;
                case RelayAction.Tell news:
                    await tell(news.News);
                    break;
                case RelayAction.Drop drop:
                    return drop.Why;
            }
        return null;
    }

    /// <summary>Waits for what is under way, and not for ever.</summary>
    public async Task FinishAsync(TimeSpan atMost, TimeProvider time)
    {
        using var enough = new CancellationTokenSource(atMost, time);
        try
        {
            await Task.WhenAll(underWay).WaitAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // What is under way is sent again on the next connection.
        }
    }

    /// <summary>Requests leave in the order of these calls; their answers come back through the inbox.</summary>
    /// <param name="answer">Awaited.</param>
    /// <param name="refusable">The topic of what the broker may refuse; null: a refusal costs the connection.</param>
    /// <param name="ticket">Wanted when the broker has taken it.</param>
    private void Follow(Task<MqttFault?> answer, string? refusable = null, long? ticket = null)
    {
        underWay.RemoveWhere(task => task.IsCompleted);
        underWay.Add(FollowAsync(answer, refusable, ticket));
    }

    private async Task FollowAsync(Task<MqttFault?> answer, string? refusable, long? ticket)
    {
        try
        {
            var fault = await answer;
            if (fault is MqttFault.Refused or MqttFault.Busy && refusable is not null)
                await post(() => [new RelayAction.Tell(new RelayNews.TopicRefused(refusable, fault.Detail))]);
            else if (fault is not null)
                Fail(fault);
            else if (ticket is { } settled)
                await post(() => published(settled));
        }
        catch (OperationCanceledException)
        {
            // The session ends; the journal is sent again from what is known to have arrived.
        }
    }

    private void Fail(MqttFault fault)
    {
        if (Interlocked.CompareExchange(ref failure, fault, null) is null)
            lost.Cancel();
    }
}
