using System.Threading.Channels;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>
/// Runs the ledger's logic on a broker. One loop; messages that have come meanwhile are taken together and stored with
/// one sync. When the connection is lost it dials again, for ever.
/// </summary>
internal sealed partial class LedgerService(
    LedgerLogic logic, IMqttClient client, MqttOptions mqtt, TimeProvider time, ILogger<LedgerService> logger)
{
    private const int MostMessagesAtOnce = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimerEvery = TimeSpan.FromMilliseconds(500);

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="LedgerStoreException">The store cannot be written any more.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                switch (await client.ConnectAsync(mqtt, cancellation))
                {
                    case MqttConnectResult.Connected connected:
                        LogConnected(logger, client.Name, mqtt.Host, mqtt.Port);
                        await RunAsync(connected.Connection, cancellation);
                        break;
                    case MqttConnectResult.Failed failed:
                        LogFailed(logger, mqtt.Host, mqtt.Port, failed.Fault.Detail);
                        break;
                }
                await Task.Delay(Pause, time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>
    /// Reads from the first moment on: the broker may answer nothing before. What is current is said once all
    /// subscriptions are granted, so that no answer to it is missed.
    /// </summary>
    private async Task RunAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        await using var owned = connection;
        var publications = new Publications(connection, cancellation);
        using var timer = new PeriodicTimer(TimerEvery, time);
        var subscribed = SubscribeAsync(connection, cancellation);
        Task turn = subscribed;
        var message = connection.Messages.WaitToReadAsync(cancellation).AsTask();
        while (!publications.Failed.IsCompleted)
        {
            await Task.WhenAny(turn, message, publications.Failed);
            if (message.IsCompleted)
            {
                if (!await message)
                    break;
                Do(publications, Take(connection.Messages));
                message = connection.Messages.WaitToReadAsync(cancellation).AsTask();
            }
            if (!turn.IsCompleted)
                continue;
            await turn;
            if (turn == subscribed && await subscribed is { } refused)
            {
                LogLost(logger, refused.Detail);
                return;
            }
            Do(publications, turn == subscribed ? logic.Connected(Now) : logic.OnTime(Now));
            turn = timer.WaitForNextTickAsync(cancellation).AsTask();
        }
        var lost = publications.Failed.IsCompleted ? await publications.Failed : await connection.Closed;
        LogLost(logger, lost?.Detail ?? "we said goodbye");
    }

    /// <returns>Null when all are granted; else the first fault.</returns>
    private async Task<MqttFault?> SubscribeAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        var answers = logic.Subscriptions.Select(topic => connection.SubscribeAsync(topic, cancellation)).ToList();
        await foreach (var answer in Task.WhenEach(answers))
            if (await answer is { } fault)
                return fault;
        return null;
    }

    private IReadOnlyList<LedgerAction> Take(ChannelReader<MqttMessage> inbox)
    {
        var messages = new List<MqttMessage>();
        while (messages.Count < MostMessagesAtOnce && inbox.TryRead(out var message))
            messages.Add(message);
        return logic.Received(messages, Now, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private void Do(Publications publications, IReadOnlyList<LedgerAction> actions)
    {
        foreach (var action in actions)
            switch (action)
            {
                case LedgerAction.Publish publish:
                    publications.Publish(publish.Message);
                    break;
                case LedgerAction.Report report:
                    LogRejected(logger, report.Topic, report.Detail);
                    break;
            }
    }

    [LoggerMessage(LogLevel.Information, "Connected to the broker at {Host}:{Port} with {Client}.")]
    private static partial void LogConnected(ILogger logger, string client, string host, int port);

    [LoggerMessage(LogLevel.Warning, "No connection to the broker at {Host}:{Port}: {Detail}")]
    private static partial void LogFailed(ILogger logger, string host, int port, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is lost: {Detail}")]
    private static partial void LogLost(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "Not taken, from {Topic}: {Detail}")]
    private static partial void LogRejected(ILogger logger, string topic, string detail);
}
