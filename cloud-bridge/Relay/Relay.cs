using System.Threading.Channels;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Relay;

/// <summary>
/// Runs the relay's logic over a real connection: one loop that owns it, fed by the broker's messages, the broker's
/// answers, a timer and the host. When the connection is lost it dials again, for ever.
/// </summary>
public sealed partial class Relay : IDisposable
{
    private const int InboxCapacity = 1_024;

    private static readonly TimeSpan TimerEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly RelayLogic logic;
    private readonly IMqttClient client;
    private readonly MqttOptions mqtt;
    private readonly TimeProvider time;
    private readonly Func<RelayNews, ValueTask> tell;
    private readonly ILogger logger;
    private readonly Channel<Func<IReadOnlyList<RelayAction>>> inbox =
        Channel.CreateBounded<Func<IReadOnlyList<RelayAction>>>(new BoundedChannelOptions(InboxCapacity)
        {
            SingleReader = true,
        });

    private readonly CancellationTokenSource stopping = new();
    private readonly Backoff backoff;
    private StatusMessage? latestStatus;

    /// <param name="logic">Owned by this loop from now on.</param>
    /// <param name="client">Dials.</param>
    /// <param name="mqtt">Where to.</param>
    /// <param name="time">Clock and timers.</param>
    /// <param name="longestPause">Between two attempts to dial.</param>
    /// <param name="chance">Between 0 and 1 at each call: spreads the dialling of many terminals.</param>
    /// <param name="tell">Awaited by this loop: while the host has no room for news, the relay waits.</param>
    /// <param name="logger">Lifecycle only.</param>
    public Relay(
        RelayLogic logic,
        IMqttClient client,
        MqttOptions mqtt,
        TimeProvider time,
        TimeSpan longestPause,
        Func<double> chance,
        Func<RelayNews, ValueTask> tell,
        ILogger<Relay> logger)
    {
        (this.logic, this.client, this.mqtt, this.time) = (logic, client, mqtt, time);
        (this.tell, this.logger) = (tell, logger);
        backoff = new Backoff(longestPause, chance);
    }

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The journal has grown. Any thread.</summary>
    public void JournalGrew() => Hint(() => logic.JournalGrew(Now));

    /// <summary>A list took effect. Any thread.</summary>
    public void ListApplied() => Hint(() => logic.ListApplied(Now));

    /// <summary>The terminal's state has changed. Any thread.</summary>
    public void StatusChanged(StatusMessage status)
    {
        Volatile.Write(ref latestStatus, status);
        Hint(SayStatus);
    }

    /// <summary>Runs until stopped. Cancelling it ends it without a goodbye.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var dialling = CancellationTokenSource.CreateLinkedTokenSource(cancellation, stopping.Token);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                switch (await client.ConnectAsync(mqtt, dialling.Token))
                {
                    case MqttConnectResult.Connected connected:
                        LogConnected(logger, client.Name, mqtt.Host, mqtt.Port);
                        backoff.Succeeded();
                        await RunAsync(connected.Connection, cancellation);
                        break;
                    case MqttConnectResult.Failed failed:
                        LogFailed(logger, mqtt.Host, mqtt.Port, failed.Fault.Detail);
                        await tell(new RelayNews.NotConnected(failed.Fault.Detail));
                        break;
                }
                await Task.Delay(backoff.Next(), time, dialling.Token);
            }
        }
        catch (OperationCanceledException) when (dialling.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }

    /// <summary>
    /// Says what was still to be said, and goodbye; <see cref="RunAsync(CancellationToken)"/> then ends.
    /// </summary>
    public void Stop()
    {
        inbox.Writer.TryComplete();
        stopping.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();

    /// <summary>
    /// When the inbox is full a hint is lost: the timer does the same within a second. What must not be lost waits for
    /// room.
    /// </summary>
    private void Hint(Func<IReadOnlyList<RelayAction>> input) => inbox.Writer.TryWrite(input);

    private async ValueTask PostAsync(Func<IReadOnlyList<RelayAction>> input)
    {
        try
        {
            await inbox.Writer.WriteAsync(input);
        }
        catch (ChannelClosedException)
        {
            // Stopping: nobody listens any more.
        }
    }

    private IReadOnlyList<RelayAction> SayStatus() =>
        Interlocked.Exchange(ref latestStatus, null) is { } status ? logic.StatusChanged(status) : [];

    private IReadOnlyList<RelayAction> OnTime() => [.. SayStatus(), .. logic.OnTime(Now)];

    private async Task RunAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var session = new RelaySession(connection, PostAsync, ticket => logic.Published(ticket, Now), tell, lost);
        var pump = PumpAsync(connection, lost);
        await using var timer = time.CreateTimer(_ => Hint(OnTime), null, TimerEvery, TimerEvery);
        var stopped = false;
        try
        {
            SayStatus();
            var why = await session.DoAsync(logic.Connected(Now)) ?? await ServeAsync(session, lost.Token);
            stopped = why is null;
            if (why is not null)
                LogDropped(logger, why);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // The connection is gone, or we are to end at once.
        }
        logic.Disconnected();
        if (stopped)
            await session.FinishAsync(Goodbye, time);
        await lost.CancelAsync();
        await connection.DisposeAsync();
        await pump;
        if (await connection.Closed is { } fault)
            LogLost(logger, fault.Detail);
        else if (session.Failure is { } failure)
            LogDropped(logger, failure);
    }

    /// <returns>Why the connection is to be given up; null when we are to stop.</returns>
    private async Task<string?> ServeAsync(RelaySession session, CancellationToken lost)
    {
        await foreach (var input in inbox.Reader.ReadAllAsync(lost))
            if (await session.DoAsync(input()) is { } why)
                return why;
        return null;
    }

    /// <summary>Hands the broker's messages to the loop, and ends the session when the connection ends.</summary>
    private async Task PumpAsync(IMqttConnection connection, CancellationTokenSource lost)
    {
        try
        {
            await foreach (var message in connection.Messages.ReadAllAsync(lost.Token))
                await PostAsync(() => logic.Received(message, Now)).AsTask().WaitAsync(lost.Token);
            await lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The session has ended from the other side.
        }
    }

    [LoggerMessage(LogLevel.Information, "Connected to the broker at {Host}:{Port} with {Client}.")]
    private static partial void LogConnected(ILogger logger, string client, string host, int port);

    [LoggerMessage(LogLevel.Warning, "No connection to the broker at {Host}:{Port}: {Detail}")]
    private static partial void LogFailed(ILogger logger, string host, int port, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is lost: {Detail}")]
    private static partial void LogLost(ILogger logger, string detail);

    [LoggerMessage(LogLevel.Warning, "The connection to the broker is given up: {Why}.")]
    private static partial void LogDropped(ILogger logger, string why);
}
