using System.Threading.Channels;
using CloudBridge.Contract;
using CloudBridge.Mqtt;
using Microsoft.Extensions.Logging;

namespace CloudBridge.Relay;

/// <summary>
/// Runs the relay's logic over a real connection: one loop that owns it, fed by the broker's messages, the broker's
/// answers, a timer and the host. When the connection is lost it dials again, for ever.
/// </summary>
public sealed class Relay : IDisposable
{
    private const int InboxCapacity = 1_024;

    private static readonly TimeSpan TimerEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    private readonly RelayLogic logic;
    private readonly IMqttClient client;
    private readonly MqttOptions mqtt;
    private readonly TimeProvider time;
    private readonly Func<RelayNews, ValueTask> tell;
    private readonly RelayLog log;
    private readonly Channel<Func<IReadOnlyList<RelayAction>>> inbox =
        Channel.CreateBounded<Func<IReadOnlyList<RelayAction>>>(new BoundedChannelOptions(InboxCapacity)
        {
            SingleReader = true,
        });

    private readonly CancellationTokenSource stopping = new();
    private readonly Backoff backoff;
    private bool isSteady;
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
        (this.tell, log) = (tell, new RelayLog(logger, client.Name, mqtt));
        backoff = new Backoff(longestPause, chance);
    }

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The journal has grown. Any thread.</summary>
    public void JournalGrew() => Hint(() => logic.JournalGrew(Now));

    /// <summary>A list took effect. Any thread.</summary>
    public void ListApplied() => Hint(() => logic.ListApplied(Now));

    /// <summary>Somebody wants to know whether there is another list. Any thread.</summary>
    public void AskForCardList() => Hint(() => logic.AskForCardList(Now));

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
                var fault = await client.ConnectAsync(mqtt, dialling.Token) switch
                {
                    MqttConnectResult.Connected connected => await ServeAsync(connected.Connection, cancellation),
                    MqttConnectResult.Failed failed => await FailAsync(failed.Fault),
                    _ => throw new InvalidOperationException("An attempt to connect ended in no known way."),
                };
                var pause = fault is { MayRetry: false } ? backoff.Longest() : backoff.Next();
                await Task.Delay(pause, time, dialling.Token);
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

    /// <returns>False: we are stopping, nobody listens any more.</returns>
    private async ValueTask<bool> PostAsync(Func<IReadOnlyList<RelayAction>> input)
    {
        try
        {
            await inbox.Writer.WriteAsync(input);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    private async Task<MqttFault> FailAsync(MqttFault fault)
    {
        log.NotConnected(fault);
        await tell(new RelayNews.NotConnected(fault.Detail));
        await TellRefusedAsync(fault);
        return fault;
    }

    private async ValueTask TellRefusedAsync(MqttFault? fault)
    {
        if (fault is { MayRetry: false })
            await tell(new RelayNews.BrokerRefused(fault.Detail));
    }

    private async ValueTask TellAsync(RelayNews news)
    {
        switch (news)
        {
            case RelayNews.Rejected rejected:
                log.NotTaken(rejected, Now);
                break;
            case RelayNews.TopicRefused refused:
                log.TopicRefused(refused);
                break;
            case RelayNews.LedgerSilent silent:
                log.LedgerSilent(silent);
                break;
            case RelayNews.BeatAnswered:
                log.LedgerAnswers();
                break;
        }
        await tell(news);
    }

    private IReadOnlyList<RelayAction> SayStatus() =>
        Interlocked.Exchange(ref latestStatus, null) is { } status ? logic.StatusChanged(status) : [];

    private IReadOnlyList<RelayAction> OnTime()
    {
        NoteSteadiness();
        return [.. SayStatus(), .. logic.OnTime(Now)];
    }

    /// <summary>
    /// Only a connection that proves itself ends a run of bad ones: a broker that lets us in and then refuses, or gives
    /// our place to another, is not to be dialled twice a second.
    /// </summary>
    private void NoteSteadiness()
    {
        if (isSteady || !logic.IsSteady(Now))
            return;
        isSteady = true;
        backoff.Succeeded();
        log.Steady();
    }

    /// <returns>Why the connection ended, where the broker gave a reason.</returns>
    private async Task<MqttFault?> ServeAsync(IMqttConnection connection, CancellationToken cancellation)
    {
        log.Connected();
        isSteady = false;
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var session = new RelaySession(connection, PostAsync, ticket => logic.Published(ticket, Now), TellAsync, lost);
        var pump = PumpAsync(connection, lost);
        await using var timer = time.CreateTimer(_ => Hint(OnTime), null, TimerEvery, TimerEvery);
        var stopped = false;
        try
        {
            SayStatus();
            var why = await session.DoAsync(logic.Connected(Now)) ?? await ServeAsync(session, lost.Token);
            stopped = why is null;
            if (why is not null)
            {
                log.Dropped(why);
                // The broker let us in and kept us, and may bring other terminals' lines.
                backoff.Succeeded();
            }
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
        var fault = await connection.Closed;
        if (fault is not null)
            log.Lost(fault.Detail);
        else if (session.Failure is { } failure)
            log.Dropped(failure.Detail);
        await TellRefusedAsync(fault ?? session.Failure);
        return fault ?? session.Failure;
    }

    /// <returns>Why the connection is to be given up; null when we are to stop.</returns>
    private async Task<string?> ServeAsync(RelaySession session, CancellationToken lost)
    {
        await foreach (var input in inbox.Reader.ReadAllAsync(lost))
            if (await session.DoAsync(input()) is { } why)
                return why;
        return null;
    }

    /// <summary>
    /// Hands the broker's messages to the loop, and ends the session when the connection ends. One at a time: what
    /// waits, waits where it is bounded by its bytes.
    /// </summary>
    private async Task PumpAsync(IMqttConnection connection, CancellationTokenSource lost)
    {
        try
        {
            await foreach (var message in connection.Messages.ReadAllAsync(lost.Token))
            {
                var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (await PostAsync(() => Take(message, taken)).AsTask().WaitAsync(lost.Token))
                    await taken.Task.WaitAsync(lost.Token);
            }
            await lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The session has ended from the other side.
        }
    }

    private IReadOnlyList<RelayAction> Take(MqttMessage message, TaskCompletionSource taken)
    {
        taken.SetResult();
        return logic.Received(message, Now);
    }
}
