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
                    Follow(connection.PublishAsync(publish.Message, ending), publish.Ticket);
                    break;
                case RelayAction.Subscribe subscribe:
                    Follow(connection.SubscribeAsync(subscribe.Topic, ending));
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
    private void Follow(Task<MqttFault?> answer, long? ticket = null)
    {
        underWay.RemoveWhere(task => task.IsCompleted);
        underWay.Add(FollowAsync(answer, ticket));
    }

    private async Task FollowAsync(Task<MqttFault?> answer, long? ticket)
    {
        try
        {
            if (await answer is { } fault)
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
