using System.Net;
using CloudBridge.Mqtt.Mosquitto.Native;

namespace CloudBridge.Mqtt.Mosquitto;

/// <summary>
/// What has become of a connection, as the library and the network thread report it. Holds no socket. Only the three
/// tasks are for other threads.
/// </summary>
internal sealed class ConnectionState(MqttOptions options, IPEndPoint address, RequestQueue requests, Inbox inbox)
    : INativeEvents
{
    private readonly TaskCompletionSource<MqttFault?> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<MqttFault?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MqttFault? ending;
    private int disconnectReason;

    public Phase Phase { get; private set; }

    public bool SessionPresent { get; private set; }

    /// <summary>Ours, unless the broker set another.</summary>
    public TimeSpan KeepAlive { get; private set; } = options.KeepAlive;

    /// <summary>Completes at the end of dialling: null with a CONNACK, else why there is none.</summary>
    public Task<MqttFault?> Opened => opened.Task;

    /// <summary>Completes when the connection has ended, before or after it was open; null after our goodbye.</summary>
    public Task<MqttFault?> Closed => closed.Task;

    /// <summary>Completes when nothing of the connection is left.</summary>
    public Task Stopped => stopped.Task;

    public void Leave() => Phase = Phase.Leaving;

    /// <summary>The first end counts. Null: we said goodbye.</summary>
    public void End(MqttFault? fault)
    {
        if (Phase == Phase.Over)
            return;
        Phase = Phase.Over;
        ending = fault;
    }

    /// <summary>The operating system did not let us connect.</summary>
    public void EndUnreachable(string why) => End(new MqttFault.Unreachable($"{address}: {why.TrimEnd('.')}."));

    /// <summary>The library has closed the socket, or is about to.</summary>
    /// <param name="result">Its error code; success when only a callback told why.</param>
    public void EndByLibrary(int result)
    {
        var why = (disconnectReason, result) switch
        {
            (>= 0x80, _) => $"the broker said {MqttReason.Describe(disconnectReason)}",
            (0, LibMosquitto.Success) => "the broker ended it",
            (var error, LibMosquitto.Success) => NativeClient.Describe(error),
            _ => NativeClient.Describe(result),
        };
        switch (Phase)
        {
            case Phase.Dialling:
                EndUnreachable(why);
                break;
            case Phase.Open when disconnectReason >= 0x80:
                End(MqttReason.FaultOfDisconnect(disconnectReason, $"{address}"));
                break;
            case Phase.Open:
                End(new MqttFault.Lost($"The connection to {address} is gone: {why.TrimEnd('.')}."));
                break;
            case Phase.Leaving:
                End(null);
                break;
            case Phase.Over:
                break;
        }
    }

    /// <summary>The network thread is done: whoever waits for anything gets an answer.</summary>
    public void Settle()
    {
        var fault = ending ?? new MqttFault.Lost($"The connection to {address} was ended on our side.");
        requests.Close(fault);
        inbox.Complete();
        opened.TrySetResult(fault);
        closed.TrySetResult(ending);
        stopped.TrySetResult();
    }

    public void OnConnected(int reason, BrokerOffer offer)
    {
        var what = $"Connecting to {address} as {options.ClientId}";
        if ((MqttReason.FaultOfConnack(reason, what) ?? offer.Check(what)) is { } fault)
        {
            End(fault);
            return;
        }
        SessionPresent = offer.SessionPresent;
        KeepAlive = offer.KeepAlive ?? KeepAlive;
        requests.Limit(offer.ReceiveMaximum ?? ushort.MaxValue);
        Phase = Phase.Open;
        opened.TrySetResult(null);
    }

    public void OnDisconnected(int reason) => disconnectReason = reason;

    public void OnAnswered(int messageId, int reason) => requests.Settle(messageId, reason);

    public void OnReceived(MqttMessage message) => inbox.Put(message);

    public void OnBroken(Exception error) =>
        End(new MqttFault.Lost($"The connection to {address} was given up: {error.GetType().Name}: {error.Message}"));
}
