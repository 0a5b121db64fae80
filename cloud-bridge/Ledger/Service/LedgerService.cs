using System.Threading.Channels;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Ledger;

/// <summary>
/// Runs the ledger's logic on a broker. One loop; messages that have come meanwhile are taken together and stored with
/// one sync. When the connection is lost it dials again, for ever.
/// </summary>
internal sealed partial class LedgerService(
    LedgerLogic logic,
    RejectedLines rejected,
    IMqttClient client,
    MqttOptions mqtt,
    TimeProvider time,
    ILogger<LedgerService> logger)
{
    private const int MostMessagesAtOnce = 64;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After a refusal, and when connections never last, which is what a second ledger in our name looks like: nothing
    /// changes before somebody changes something.
    /// </summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(10);

    /// <summary>A connection that has lasted so long is a good one.</summary>
    private static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(10);

    /// <summary>So many brief connections in a row may have other reasons.</summary>
    private const int MostBrief = 3;

    private static readonly TimeSpan TimerEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Milliseconds: whoever sends many must not have the disk written as often.</summary>
    private const long SaveRejectedEvery = 10_000;

    /// <summary>Milliseconds: ten minutes.</summary>
    private const long SaveCountsEvery = 600_000;

    private readonly Troubles troubles = new();
    private IMqttConnection? current;
    private long busySince;
    private readonly NotTaken notTaken = new();
    private long rejectedSaved = long.MinValue / 2;
    private long countsSaved = long.MinValue / 2;

    /// <summary>There is a connection now. Any thread.</summary>
    public bool IsConnected => Volatile.Read(ref current) is { Closed.IsCompleted: false };

    /// <summary>It makes the lists. Any thread.</summary>
    public bool Leads => IsConnected && logic.Leads;

    /// <summary>How long it has been at what it does; null: it waits. Any thread.</summary>
    public TimeSpan? BusyFor => Volatile.Read(ref busySince) is > 0 and var since ? time.GetElapsedTime(since) : null;

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    private long WallNow => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="LedgerStoreException">The store cannot be written any more.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (mqtt.Tls is null && !MqttTls.IsNeedless(mqtt.Host))
            LogUnprotected(logger, mqtt.Host);
        try
        {
            for (var brief = 0; ;)
            {
                // Also without a broker: the desk and its pages are served meanwhile.
                logic.DemandKey();
                var start = time.GetTimestamp();
                var attempt = await client.ConnectAsync(mqtt, cancellation);
                logic.Meter?.Dialled(attempt is MqttConnectResult.Connected);
                var fault = attempt switch
                {
                    MqttConnectResult.Connected connected => await RunAsync(connected.Connection, cancellation),
                    MqttConnectResult.Failed failed => Fail(failed.Fault),
                    _ => throw new InvalidOperationException("An attempt to connect ended in no known way."),
                };
                if (attempt is MqttConnectResult.Connected)
                    brief = time.GetElapsedTime(start) < SteadyAfter ? brief + 1 : 0;
                var isInVain = fault is { MayRetry: false } || brief > MostBrief;
                await Task.Delay(isInVain ? LongPause : Pause, time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            Keep(rejected.SaveAll);
        }
    }

    /// <summary>
    /// Reads from the first moment on: the broker may answer nothing before. What is current is said once all
    /// subscriptions are granted, so that no answer to it is missed.
    /// </summary>
    /// <returns>Why it ended; null after our goodbye.</returns>
    private async Task<MqttFault?> RunAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        if (troubles.IsNews("connected"))
            LogConnected(logger, client.Name, mqtt.Host, mqtt.Port);
        await using var owned = connection;
        Volatile.Write(ref current, connection);
        try
        {
            return await ServeAsync(connection, cancellation);
        }
        finally
        {
            Volatile.Write(ref busySince, 0);
        }
    }

    /// <returns>Why it ended; null after our goodbye.</returns>
    private async Task<MqttFault?> ServeAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var publications = new Publications(connection, cancellation);
        using var timer = new PeriodicTimer(TimerEvery, time);
        var subscribed = SubscribeAsync(connection, cancellation);
        Task turn = subscribed;
        var message = connection.Messages.WaitToReadAsync(cancellation).AsTask();
        while (!publications.Failed.IsCompleted)
        {
            Volatile.Write(ref busySince, 0);
            await Task.WhenAny(turn, message, publications.Failed);
            Volatile.Write(ref busySince, time.GetTimestamp());
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
                return Lose(refused);
            if (time.GetElapsedTime(start) >= SteadyAfter)
                troubles.Over();
            Do(publications, turn == subscribed ? logic.Connected(Now) : logic.OnTime(Now));
            Do(publications, logic.SayCommands(Now, WallNow));
            while (publications.TryTakeRefused(out var refusal))
                if (notTaken.Count(refusal.Topic, "refused", Now) is { } times)
                    LogRefusedTopic(logger, refusal.Topic, refusal.Detail, times);
            if (Now - rejectedSaved >= SaveRejectedEvery)
                SaveRejected();
            turn = logic.HasMore ? Task.CompletedTask : timer.WaitForNextTickAsync(cancellation).AsTask();
        }
        return Lose(publications.Failed.IsCompleted ? await publications.Failed : await connection.Closed);
    }

    private void SaveRejected()
    {
        rejectedSaved = Now;
        var isTimeForCounts = Now - countsSaved >= SaveCountsEvery;
        if (isTimeForCounts)
            countsSaved = Now;
        Keep(isTimeForCounts ? rejected.SaveAll : rejected.Save);
    }

    /// <summary>A disk that does not keep what was rejected is no reason to book nothing.</summary>
    private void Keep(Action keep)
    {
        try
        {
            keep();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (troubles.IsNews(error.Message))
                LogNotKept(logger, error.Message);
        }
    }

    private MqttFault Fail(MqttFault fault)
    {
        if (troubles.IsNews(fault.Detail))
            if (fault.MayRetry)
                LogFailed(logger, mqtt.Host, mqtt.Port, fault.Detail);
            else
                LogRefused(logger, mqtt.Host, mqtt.Port, fault.Detail);
        return fault;
    }

    private MqttFault? Lose(MqttFault? fault)
    {
        var detail = fault?.Detail ?? "we said goodbye";
        if (troubles.IsNews(detail))
            LogLost(logger, detail);
        return fault;
    }

    /// <returns>Null when all are granted that must be; else the first fault.</returns>
    private async Task<MqttFault?> SubscribeAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        var answers = logic.Subscriptions.Select(topic => connection.SubscribeAsync(topic, cancellation)).ToList();
        var wishes = logic.Wishes
            .Select(topic => (Topic: topic, Answer: connection.SubscribeAsync(topic, cancellation))).ToList();
        await foreach (var answer in Task.WhenEach(answers))
            if (await answer is { } fault)
                return fault;
        var refused = new List<string>();
        foreach (var (topic, answer) in wishes)
            switch (await answer)
            {
                case MqttFault.Refused not:
                    refused.Add($"{topic}: {not.Detail}");
                    break;
                case { } fault:
                    return fault;
            }
        var all = string.Join("; ", refused);
        if (refused.Count > 0 && troubles.IsNews(all))
            LogNotHeard(logger, all);
        return null;
    }

    private IReadOnlyList<LedgerAction> Take(ChannelReader<MqttMessage> inbox)
    {
        var messages = new List<MqttMessage>();
        while (messages.Count < MostMessagesAtOnce && inbox.TryRead(out var message))
            messages.Add(message);
        var start = time.GetTimestamp();
        var actions = logic.Received(messages, Now, WallNow);
        logic.Meter?.Worked(start, time.GetElapsedTime(start));
        return actions;
    }

    private void Do(Publications publications, IReadOnlyList<LedgerAction> actions)
    {
        foreach (var action in actions)
            switch (action)
            {
                case LedgerAction.Publish publish:
                    publications.Publish(publish);
                    break;
                case LedgerAction.KeepRejected keep:
                    Keep(() => rejected.Take(keep));
                    break;
                case LedgerAction.Report report when notTaken.Count(report.Topic, report.Kind, Now) is { } times:
                    LogNotTaken(logger, report.Topic, report.Detail, times);
                    break;
            }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The connection to {Host} is not protected: whoever is on the way hears everything. See --mqtt-tls.")]
    private static partial void LogUnprotected(ILogger logger, string host);

    [LoggerMessage(LogLevel.Information, "Connected to the broker at {Host}:{Port} with {Client}.")]
    private static partial void LogConnected(ILogger logger, string client, string host, int port);

    [LoggerMessage(
        LogLevel.Warning, "No connection to the broker at {Host}:{Port}; it is tried again, for ever: {Detail}")]
    private static partial void LogFailed(ILogger logger, string host, int port, string detail);

    [LoggerMessage(
        LogLevel.Error,
        "The broker at {Host}:{Port} turns this ledger away. Check user name and password, here and at the broker; " +
        "it is tried again every ten seconds: {Detail}")]
    private static partial void LogRefused(ILogger logger, string host, int port, string detail);

    [LoggerMessage(
        LogLevel.Warning,
        "The broker does not let the ledger hear {Topics}; records come, and how terminals are, or what they lack of " +
        "the card list, is not known. Give it the right to read there, or have the rights written anew by `ledger " +
        "broker configure`")]
    private static partial void LogNotHeard(ILogger logger, string topics);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is lost: {Detail}")]
    private static partial void LogLost(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "What was not taken could not be kept either: {Detail}")]
    private static partial void LogNotKept(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "Not taken, from {Topic}: {Detail} ({Times} of this kind so far)")]
    private static partial void LogNotTaken(ILogger logger, string topic, string detail, long times);

    [LoggerMessage(
        LogLevel.Warning,
        "The broker does not let the ledger say {Topic}: {Detail} ({Times} times so far); give it the right to write " +
        "there, or have the rights written anew by `ledger broker configure`")]
    private static partial void LogRefusedTopic(ILogger logger, string topic, string detail, long times);
}
