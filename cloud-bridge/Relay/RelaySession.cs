using CloudBridge.Mqtt;

namespace CloudBridge.Relay;

/// <summary>Carries out actions on one connection.</summary>
internal sealed class RelaySession(
    IMqttConnection connection,
    Func<Func<IReadOnlyList<RelayAction>>, ValueTask> post,
    Func<long, IReadOnlyList<RelayAction>> published,
    Func<RelayNews, ValueTask> tell,
    CancellationToken cancellation)
{
    private readonly HashSet<Task> underWay = [];

    /// <returns>Why the connection is to be given up; null to go on.</returns>
    public async Task<string?> DoAsync(IReadOnlyList<RelayAction> actions)
    {
        foreach (var action in actions)
            switch (action)
            {
                case RelayAction.Publish publish:
                    Publish(publish);
                    break;
                case RelayAction.Subscribe subscribe:
                    if (await connection.SubscribeAsync(subscribe.Topic, cancellation) is { } refused)
                        return $"cannot subscribe to {subscribe.Topic}: {refused.Detail}";
                    break;
                case RelayAction.Unsubscribe unsubscribe:
                    if (await connection.UnsubscribeAsync(unsubscribe.Topic, cancellation) is { } failed)
                        return $"cannot unsubscribe from {unsubscribe.Topic}: {failed.Detail}";
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
        var waiting = underWay.ToArray();
        using var enough = new CancellationTokenSource(atMost, time);
        try
        {
            await Task.WhenAll(waiting).WaitAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            // What is under way is sent again on the next connection.
        }
    }

    /// <summary>Publications leave in the order of these calls; their answers come back through the inbox.</summary>
    private void Publish(RelayAction.Publish publish)
    {
        underWay.RemoveWhere(task => task.IsCompleted);
        underWay.Add(PublishAsync(publish));
    }

    private async Task PublishAsync(RelayAction.Publish publish)
    {
        try
        {
            var fault = await connection.PublishAsync(publish.Message, cancellation);
            if (fault is null && publish.Ticket is { } ticket)
                await post(() => published(ticket));
        }
        catch (OperationCanceledException)
        {
            // The session ends; the journal is sent again from what is known to have arrived.
        }
    }
}
